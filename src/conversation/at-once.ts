// What is said at once to whoever just wrote or opened something, from our own store alone: the real answer comes later.
import type { AtOnce, Incoming } from '../adapter.ts'
import type { Core } from '../core.ts'
import { readerOf } from '../outbox/reader.ts'
import { suggestions } from '../requests/menu.ts'
import { render } from '../words/render.ts'
import { type Text, text } from '../words/text.ts'

type Deps = Pick<Core, 'store' | 'organisation' | 'skills'>

/** No platform shows more. */
const mostPrompts = 4

export async function atOnceFor(deps: Deps, came: Incoming): Promise<AtOnce> {
  const say = async (said: Text) => render(said, await readerOf(deps, { to: 'person', account: came.account }))
  switch (came.kind) {
    case 'message':
      return { kind: 'working', text: await say(text('turn.working')) }
    case 'command':
      return { kind: 'line', text: await say(text('turn.answer-in-private')) }
    case 'opened':
      return { kind: 'prompts', title: await say(text('turn.menu')), prompts: suggestions(deps, mostPrompts) }
    default:
      return { kind: 'nothing' }
  }
}
