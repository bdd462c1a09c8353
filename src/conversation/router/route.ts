// What the router says of a text, as far as it is heard: a skill that may be used here, with what is left of its words.
import type { Core } from '../../core.ts'
import { enabledSkills } from '../../requests/menu.ts'
import { proposed } from './proposed.ts'
import type { Routing } from './router.ts'

export async function route(core: Pick<Core, 'router' | 'skills' | 'organisation'>, said: string): Promise<Routing> {
  const allowed = enabledSkills(core)
  return proposed(await core.router.route(said, allowed), allowed)
}
