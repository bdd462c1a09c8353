// What the playground offers to try: one scene for each thing that Latchkey is for.
import type { Scene } from '../../../adapters/playground/index.ts'
import { english } from '../../words/render.ts'
import { text, type WordKey } from '../../words/text.ts'

const scene = (name: string, title: WordKey, steps: WordKey[], rest: Partial<Scene> & { say: string }): Scene => ({
  name,
  title: english(text(title)),
  steps: steps.map((step) => english(text(step))),
  employee: 'maya',
  approver: 'mei',
  mood: 'no-faults',
  ...rest,
})

const locked = { say: 'I’m locked out', lock: 'maya' }
const wantsLooker = { say: 'I need Looker – Analyst for 7 days for the q3 numbers', employee: 'leo' }

export const scenes: Scene[] = [
  scene('locked-out', 'scene.locked-out', ['scene.she-asks', 'scene.accept', 'scene.type-code'], locked),
  scene('not-me', 'scene.not-me', ['scene.she-asks', 'scene.deny', 'scene.nothing-happens'], locked),
  scene('less', 'scene.less', ['scene.he-asks', 'scene.grant-less', 'scene.ends'], wantsLooker),
  scene('denied', 'scene.denied', ['scene.he-asks', 'scene.mei-denies', 'scene.he-reads-why'], wantsLooker),
  scene('password', 'scene.password', ['scene.he-forgot', 'scene.code-on-page', 'scene.new-password'], {
    say: 'I forgot my password',
    employee: 'leo',
    approver: 'priya',
  }),
  scene(
    'lost-phone',
    'scene.lost-phone',
    ['scene.he-lost', 'scene.he-is-called', 'scene.he-has-codes', 'scene.two-agree'],
    { say: 'I lost my phone and cannot confirm the sign-in', employee: 'leo', approver: 'ben' },
  ),
  scene('lost-answer', 'scene.lost-answer', ['scene.she-proves', 'scene.lost', 'scene.read-back'], {
    ...locked,
    mood: 'fault-lost-answer',
  }),
  scene('person', 'scene.person', ['scene.ida-asks', 'scene.ida-wants-person', 'scene.dana-reads'], {
    say: 'Why can’t I sign in?',
    employee: 'ida',
    approver: 'dana',
  }),
  scene('outsider', 'scene.outsider', ['scene.gil-asks', 'scene.refused'], { say: 'I’m locked out', employee: 'gil' }),
]
