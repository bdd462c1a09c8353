// For whom somebody asks. A text about another person must never become one about its writer, nor the reverse.
import { describe, expect, it } from 'vitest'
import { findOtherPerson } from '../../src/conversation/slots.ts'

const leo = { platform: 'slack', tenant: 'T1', user: 'ULEO' }
const mei = { platform: 'slack', tenant: 'T1', user: 'UMEI' }

describe('findOtherPerson', () => {
  it.each([
    "I'm locked out",
    'unlock my account',
    'unlock',
    'account locked',
    'my user is locked',
    'it says user is locked',
    'Windows is locked',
    'the screen says user locked',
    'add me to looker',
    'join Finance',
    'put me in VPN – Contractors for 7 days',
    'remove Looker – Analyst from my groups',
    'leave a group',
    'take me out of Wiki – Readers',
    'my manager said I should be in the finance group',
    'my boss said she can approve it; add me to finance',
    'they locked my account',
    'did Mei approve my request',
    'who keeps locking my account',
    'my requests',
    'take back my request for Jira',
    'help',
    'JumpCloud keeps locking me out',
    'add me to `falcon-core`',
  ])('%j is about the writer', (text) => {
    expect(findOtherPerson(text, [])).toEqual({ kind: 'self' })
  })

  it.each([
    'Maria is locked out',
    'maria is locked out',
    'my colleague is locked out',
    'he is locked out',
    'unlock her account',
    'unlock olga',
    'please unlock Leo Brandt',
    'unlock him please',
    'our intern is locked out, can you unlock him',
    "Peter's account is locked",
    "why does Priya's account keep getting locked",
    'unlock the account of Maria',
    'add Rita to the reviewers group',
    'put rita into the reviewers group',
    'take rita out of the reviewers group',
    'she needs to be in finance',
    'Maya needs the looker group',
    'add my colleague to the finance group',
    'give them access to wiki',
    'looker access for my colleague',
    'remove our former intern from the interns list',
    'can you unlock someone else',
    'the guy at the front desk is locked out',
    'my boss lost his phone, unlock him',
    "is Rita's request through?",
  ])('%j is about somebody who must be asked for', (text) => {
    expect(findOtherPerson(text, [])).toEqual({ kind: 'unclear' })
  })

  it('takes one mention, one address or one username that is marked as such', () => {
    expect(findOtherPerson('unlock <@ULEO>', [leo])).toEqual({ kind: 'mention', account: leo })
    expect(findOtherPerson('add <@ULEO> to the readers group', [leo])).toEqual({ kind: 'mention', account: leo })
    expect(findOtherPerson('unlock Leo@Northwind.example.', [])).toEqual({
      kind: 'email',
      email: 'leo@northwind.example',
    })
    expect(findOtherPerson('unlock user lbrandt', [])).toEqual({ kind: 'username', name: 'lbrandt' })
    expect(findOtherPerson('unlock `lbrandt`', [])).toEqual({ kind: 'username', name: 'lbrandt' })
  })

  it('asks where two could be meant', () => {
    expect(findOtherPerson('unlock <@ULEO> and <@UMEI>', [leo, mei])).toEqual({ kind: 'unclear' })
    expect(findOtherPerson('unlock me and <@ULEO>', [leo])).toEqual({ kind: 'unclear' })
    expect(findOtherPerson('unlock <@ULEO> or mei@northwind.example', [leo])).toEqual({ kind: 'unclear' })
    expect(findOtherPerson('my email is leo@northwind.example, unlock me', [])).toEqual({ kind: 'unclear' })
    // With a Cyrillic letter: nobody’s address, and above all not the writer’s own matter.
    expect(findOtherPerson('reset the password of l\u0435o@northwind.example', [])).toMatchObject({ kind: 'email' })
    expect(findOtherPerson('reset the password of le\u043e@northwind.example', [])).toMatchObject({ kind: 'email' })
  })

  it('knows the writer’s own address and username', () => {
    const me = { email: 'Leo@northwind.example', username: 'lbrandt' }
    expect(findOtherPerson('my email is leo@northwind.example, unlock me', [], me)).toEqual({ kind: 'self' })
    expect(findOtherPerson('unlock user lbrandt', [], me)).toEqual({ kind: 'self' })
  })

  it('does not take a mention out of somebody else’s words', () => {
    expect(findOtherPerson('> unlock <@ULEO>\nwhat does that mean', [leo])).toEqual({ kind: 'unclear' })
    expect(findOtherPerson('&gt; unlock <@ULEO>\nplease', [leo])).toEqual({ kind: 'unclear' })
  })
})
