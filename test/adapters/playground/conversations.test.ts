// The conversations' file outlives processes that are killed, also in the middle of writing it.
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createConversations } from '../../../adapters/playground/conversations.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-conversations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () =>
  createConversations(
    () => new Date(),
    () => {},
    join(folder, 'conversations.json'),
  )

test('what was said and posted is there for the next process', () => {
  const before = open()
  before.say('maya', 'e1', 'I’m locked out')
  before.line('maya', 'This button is too old.')
  const after = open()
  expect(after.of('maya')).toEqual(before.of('maya'))
  expect(after.of('maya')).toHaveLength(2)
})

test('the file is never written in place, so it is whole at every moment', () => {
  const conversations = open()
  conversations.line('maya', 'first')
  const opened = openSync(join(folder, 'conversations.json'), 'r')
  conversations.line('maya', 'second')
  expect(readFileSync(opened, 'utf8')).not.toContain('second')
  expect(open().of('maya')).toHaveLength(2)
})
