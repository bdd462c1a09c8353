// Secrets are typed at every entry point, and nothing of them is left anywhere (T-J1); at full size in test/prove/.
import { expect, test } from 'vitest'
import { seedFor, sizes } from '../prove/sizes.ts'
import { runCanary } from './canary.ts'
import { formsOf, searchFor } from './forms.ts'

test('none of a few secrets is left anywhere, in any form', async () => {
  const canary = await runCanary({
    secrets: sizes.canary.test,
    onPages: sizes.canaryOnPages.test,
    seed: seedFor('canary'),
    on: 'embedded',
  })
  expect(canary.left).toEqual([])
  for (const [place, bytes] of Object.entries(canary.places)) expect(bytes, place).toBeGreaterThan(100)
  expect(canary.places['database files and WAL']).toBeGreaterThan(1_000_000)
})

test('each form is found among other bytes', () => {
  const secret = 'Grün🦊"Zaun\\7 <Apfel>'
  const search = searchFor([secret, 'something else'])
  for (const form of formsOf(secret))
    expect(
      search(`xx${form}yy`).map((hit) => hit.form),
      form,
    ).toContain(form)
  for (const before of ['', 'a', 'ab', 'abc'])
    expect(search(Buffer.from(`${before}${secret}tail`).toString('base64')), before).not.toEqual([])
  expect(search('nothing of it')).toEqual([])
})
