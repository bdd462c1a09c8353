// What is written from the folders is as the folders say.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionList } from '../../src/cli/generate/action-list.ts'
import { generated } from '../../src/cli/generate/generated.ts'
import { generateCommand } from '../../src/cli/generate.ts'

const root = join(import.meta.dirname, '../..')

test('the list of actions and the README’s table are fresh', async () => {
  for (const { file, content } of await generated(root))
    expect(readFileSync(join(root, file), 'utf8') === content, `${file} is stale: run \`npm run generate\`.`).toBe(true)
})

test('only what has a default export is an action', () => {
  const list = actionList(join(root, 'src/actions'))
  expect(list).toContain("import unlockUser from './unlock-user.ts'\n")
  expect(list).not.toContain('group-membership')
})

test('the command can be asked for', () => {
  expect(generateCommand().name()).toBe('generate')
})
