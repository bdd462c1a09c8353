// Where pages may be: https, or this machine with the sandbox; and links whose cookie only we can have set.
import express from 'express'
import { expect, test } from 'vitest'
import { pagesOf } from '../../src/web/address.ts'
import { browserCookie, isOwnOrigin } from '../../src/web/headers.ts'

const jumpcloud = {
  credential: undefined,
  readCredential: undefined,
  orgId: undefined,
  region: 'us' as const,
  overrides: {},
}
const sandbox = { ...jumpcloud, overrides: { consoleUrl: 'http://127.0.0.1:5001' } }

test.each([
  [undefined, jumpcloud, 'pages.off-no-url'],
  ['http://localhost:3000', jumpcloud, 'pages.off-not-safe'],
  ['http://localhost:3000', sandbox, undefined],
  ['http://latchkey.example', sandbox, 'pages.off-not-safe'],
  ['https://latchkey.example', jumpcloud, undefined],
])('%s', (publicUrl, credentials, off) => {
  const pages = pagesOf({ publicUrl, jumpcloud: credentials })
  expect(pages.off?.key).toBe(off)
  expect(pages.url).toBe(off ? undefined : publicUrl)
})

const asked = (headers: Record<string, string>) => {
  const request = Object.create(express.request)
  request.headers = headers
  return request
}

test('on https the cookie is one that only this very host can set', () => {
  const set: string[] = []
  const response = Object.assign(Object.create(express.response), {
    append: (_name: string, value: string) => void set.push(value),
  })
  browserCookie(true).set(response, 'a'.repeat(22))
  expect(set).toEqual([`__Host-latchkey=${'a'.repeat(22)}; Path=/; HttpOnly; SameSite=Lax; Secure`])
})

test('two cookies of one name, or an odd one, are none', () => {
  const [a, b] = ['a'.repeat(22), 'b'.repeat(22)]
  const read = (cookie: string) => browserCookie(true).read(asked({ cookie }))
  expect(read(`x=1; __Host-latchkey=${a}; y=2`)).toBe(a)
  expect(read(`__Host-latchkey=${a}; __Host-latchkey=${b}`)).toBeUndefined()
  for (const odd of ['', `latchkey=${a}`, `__Host-latchkey=${a}b`, `__Host-latchkey="${a}"`, `x__Host-latchkey=${a}`])
    expect(read(odd), odd).toBeUndefined()
})

test('only what comes from our own page is heard', () => {
  const own = 'https://latchkey.example'
  const heard = (headers: Record<string, string>) => isOwnOrigin(asked(headers), own)
  expect(heard({ origin: own })).toBe(true)
  expect(heard({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe(true)
  for (const headers of [
    {},
    { origin: 'null' },
    { origin: `${own}.evil.example` },
    { 'sec-fetch-site': 'same-origin' },
  ])
    expect(heard(headers as Record<string, string>)).toBe(false)
  expect(heard({ origin: own, 'sec-fetch-site': 'same-site' })).toBe(false)
})
