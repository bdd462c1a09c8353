// What is said at once to whoever just wrote or opened something, from our own store alone: the real answer comes later.
import type { AtOnce, Incoming } from '../adapter.ts'
import type { Core } from '../core.ts'
import { suggestions } from '../requests/menu.ts'
import { render } from '../words/render.ts'
import { type Reader, type Text, text } from '../words/text.ts'

type Deps = Pick<Core, 'organisation' | 'skills'>

/** No platform shows more. */
const mostPrompts = 4

export function atOnceFor(deps: Deps, { kind }: Incoming, reader: Reader): AtOnce {
  const say = (said: Text) => render(said, reader)
  switch (kind) {
    case 'message':
      return { kind: 'working', text: say(text('turn.working')) }
    case 'command':
      return { kind: 'line', text: say(text('turn.answer-in-private')) }
    case 'opened':
      return { kind: 'prompts', title: say(text('turn.menu')), prompts: suggestions(deps, mostPrompts) }
    default:
      return { kind: 'nothing' }
  }
}
