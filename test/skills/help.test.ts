// Help: every skill can be picked from its menu.
import { expect, test } from 'vitest'
import { loadSkills } from '../../src/skills.ts'
import { companyToAsk } from './ask.ts'

const { ask } = companyToAsk()

test('the menu holds every skill by its title', async () => {
  const titles = [...(await loadSkills()).values()].map(({ title }) => title)
  expect(await ask('help', 'leo.brandt')).toMatchObject({ menu: titles })
})
