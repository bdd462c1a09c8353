// Each form in which a secret could be left is found among other bytes, and nothing else is.
import { expect, test } from 'vitest'
import { formsOf, searchFor } from './forms.ts'

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
