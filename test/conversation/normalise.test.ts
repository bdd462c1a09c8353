// What remains of a text before it is read: markup masked, courtesies gone, typing errors repaired.
import { describe, expect, it } from 'vitest'
import { normalise } from '../../src/conversation/router/normalise.ts'
import { createRepair, distance } from '../../src/conversation/router/repair.ts'

const words = (text: string): string => normalise(text).words.join(' ')

describe('normalise', () => {
  it.each([
    ['Hi Team, could you unlock my acct pls? Thanks a lot!', 'could you unlock my account please'],
    ['<@U0BOT> my groups', 'my group'],
    ['<@U0123> is locked out', '_user_ is locked out'],
    ['cancel REQ-77', 'cancel _request_'],
    ['cancel `R-1042`', 'cancel _request_'],
    ['add me to `Looker – Analyst`', 'add me to _name_'],
    ['onboard <mailto:ida@x.example|ida@x.example>', 'onboard _email_'],
    ['call +43 664 123456', 'call _phone_'],
    ['🔒 my account', 'locked my account'],
    [':lock: my account', 'lock my account'],
    ['I’m locked', 'i am locked'],
    ['no reset needed, only remove the lock', 'remove the lock'],
    ["I don't need the group any more", 'i not need the group any more'],
    ['talk to IT', 'talk to itdept'],
    ['[code removed]', '_secret_'],
    ['hello', 'hello'],
    ['thanks', 'thanks'],
    ['?', '?'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(words(text)).toBe(expected)
  })
})

describe('repair', () => {
  const repair = createRepair(
    new Map([
      ['account', 9],
      ['locked', 9],
      ['lock', 9],
      ['forgotten', 2],
      ['group', 5],
    ]),
  )

  it.each([
    ['acount', 'account'],
    ['lokced', 'locked'],
    ['olcked', 'locked'],
    ['frogoten', 'forgotten'],
    ['gruop', 'group'],
    ['clock', 'clock'],
    ['blocked', 'blocked'],
    ['loc', 'loc'],
    ['group7', 'group7'],
    ['elephant', 'elephant'],
  ])('%s becomes %s', (typed, expected) => {
    expect(repair(typed)).toBe(expected)
  })

  it('counts neighbours exchanged as one error', () => {
    expect(distance('abcd', 'abdc')).toBe(1)
    expect(distance('abcd', 'bcd')).toBe(1)
    expect(distance('', 'abc')).toBe(3)
  })
})
