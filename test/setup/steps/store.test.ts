// The step about records: a place that works, a secret that is made once, and never a new one for a store that another sealed.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { storeStep } from '../../../src/setup/steps/store.ts'
import type { Step } from '../../../src/setup/wizard.ts'
import { text } from '../../../src/words/text.ts'
import { setUpForTests } from '../harness.ts'
import { chooses, enter, types } from '../player.ts'

const { step, env, at, write } = setUpForTests()
const noFolder = { LATCHKEY_DATA: undefined }
const own = 'canary-4f9d2c7be1a05836d94fc2e7b1a0'

test('a folder, and a secret that nobody sees', async () => {
  const said = await step(
    storeStep,
    [
      ['Where shall records be kept', enter],
      ['Folder', types(at('records'))],
      ['Write .env?', enter],
    ],
    noFolder,
  )
  expect(said).toMatch(/ok +There is no store yet in .*records; the first start makes it there/)
  expect(said).toMatch(/LATCHKEY_SECRET was made; it seals the records/)
  expect(env()).toEqual({ LATCHKEY_DATA: at('records'), LATCHKEY_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/) })
})

test('a place that cannot be written is explained, and typed again', async () => {
  writeFileSync(at('in-the-way'), '')
  const said = await step(
    storeStep,
    [
      ['Where shall records be kept', enter],
      ['Folder', types(at('in-the-way/records'))],
      ['That does not work yet', enter],
      ['Where shall records be kept', enter],
      ['Folder', types(at('records'))],
      ['Write .env?', enter],
    ],
    noFolder,
  )
  expect(said).toMatch(/ERROR +The store .* cannot be written \(ENOTDIR\)/)
  expect(said).toMatch(/→ Give Latchkey’s own user a writable folder/)
})

test('a database that does not answer is explained; its password is never shown', async () => {
  const said = await step(
    storeStep,
    [
      ['Where shall records be kept', chooses(1)],
      ['Address of the database', types('canary://nowhere')],
    ],
    noFolder,
    async ({ until, send }) => {
      await until('must be an address of PostgreSQL')
      send(types('postgres://latchkey:canary@127.0.0.1:9/latchkey'))
      await until('◆  That does not work yet')
      send(chooses(2))
      await until('◆  Write .env?')
      send(enter)
    },
  )
  expect(said).toMatch(/ERROR +The database does not answer: ECONNREFUSED/)
  expect(said).toMatch(/→ Nothing listens at the address in DATABASE_URL/)
  expect(env().DATABASE_URL).toBe('postgres://latchkey:canary@127.0.0.1:9/latchkey')
})

test('a secret that is there is kept', async () => {
  write('.env', `LATCHKEY_SECRET=${own}\n`)
  await step(storeStep, [['Where shall records be kept', enter]])
  expect(env()).toEqual({ LATCHKEY_SECRET: own })
})

test('records that another secret sealed are given no new one: the old one is asked for', async () => {
  // What the check finds in a real store is tested with the doctor.
  const sealed: Step = {
    ...storeStep,
    run: (wizard) =>
      storeStep.run({
        ...wizard,
        look: async () =>
          wizard.settings.get('LATCHKEY_SECRET') === own
            ? []
            : [{ level: 'error', what: text('doctor.other-secret'), cure: text('doctor.restore-secret') }],
      }),
  }
  const goesOn = await step(sealed, [
    ['Where shall records be kept', enter],
    ['That does not work yet', chooses(2)],
  ])
  expect(goesOn).not.toMatch(/was made/)
  expect(env()).toEqual({})
  const typed = await step(sealed, [
    ['Where shall records be kept', enter],
    ['That does not work yet', enter],
    ['LATCHKEY_SECRET of these records (it', types(own)],
    ['Write .env?', enter],
  ])
  expect(typed).not.toMatch(/was made|Enter keeps/)
  expect(env()).toEqual({ LATCHKEY_SECRET: own })
})
