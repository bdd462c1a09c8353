// Word lists of the router: other spellings, the ideas that words stand for, emoji, and words to leave out.
import { lines } from './row.ts'

const table = (block: string): Map<string, string> => {
  const entries = new Map<string, string>()
  for (const line of lines(block)) {
    const [meaning = '', words = ''] = line.split(':')
    for (const word of words.trim().split(' ')) entries.set(word, meaning.trim())
  }
  return entries
}

/** Another spelling of the same word. Applied before anything is learnt or asked. */
export const spellings: ReadonlyMap<string, string> = table(`
  password: pw pwd passwd pass passcode passphrase passwort
  mfa: 2fa otp totp authenticator duo okta yubikey
  account: acc acct accnt accout accounts
  group: grp grps groups
  please: pls plz pleas
  help: hlp halp
  you: u ya
  your: ur
  are: r
  thanks: thx tx ty thnx
  request: req reqs requests
  ticket: tickets case incident
  human: humans
  because: cuz bc coz
  anymore: nomore
  app: apps application applications
  email: mail mails emails e-mail
  login: logon signin sign-in log-in
  access: accesses entitlement entitlements
  permission: permissions rights privileges
  message: msg
  status: stat
  helpdesk: servicedesk
  member: members
  membership: memberships
  cannot: can't cant couldn't couldnt
  not: don't dont doesn't doesnt didn't didnt isn't isnt won't wont
  i am: i'm im
  i have: i've ive
  i would: i'd
  it is: it's
  what is: what's whats
  who is: who's whos
`)

/** Which idea a stem stands for; ideas carry to sentences whose words were never seen. */
export const ideas: ReadonlyMap<string, string> = table(`
  lock: lock locked lockout lockouts locking locks block blocked blocking
  unlock: unlock unlocked unlocking release unblock free lift
  why: why reason cause caused causing explain
  event: attempt attempts history activity logins logon-history
  add: add added put include join joining subscribe enrol enroll
  drop: remove removed leave leaving unsubscribe quit exit out off drop revoke
  group: group list team membership member channel dl
  access: access permission role
  see: show list display see view overview which what tell check
  ask: request ticket requested asked ordered application
  state: status update news progress approved denied pending waiting decided
  stop: cancel withdraw abort undo retract scrap void rescind discard recall
  human: human person someone somebody anybody agent operator technician support helpdesk itdept colleague representative
  speak: talk speak chat call phone contact escalate transfer
  able: help menu options commands features instructions examples skills abilities
  tie: connect link pair bind associate register verify attach hook recognise recognize
  password: password
  mfa: mfa token code codes
  lost: lost stolen gone missing
  start: hire joiner starter onboard onboarding newcomer
  end: offboard leaver resigned terminate offboarding fired
  halt: suspend disable deactivate freeze
  make: create make build set
  self: i me my mine myself
  other: he she him her his hers they them their
`)

export const emojiWords: ReadonlyMap<string, string> = table(`
  locked: 🔒 🔐
  unlock: 🔓 🔑
  thanks: 🙏 😊 😀 🙂
  hello: 👋
  help: 🆘 ❓
  yes: 👍 ✅
  no: 👎 ❌
  phone: 📱 📲
  laptop: 💻
`)

/** Openings and closings that say nothing about what is wanted. */
export const courtesies: readonly string[] = lines(`
  good morning
  good afternoon
  good evening
  hi there
  hey there
  hello there
  hi all
  hi team
  hello team
  hey team
  hi everyone
  dear it team
  dear team
  dear it
  dear all
  hello
  hallo
  hi
  hey
  dear
  sorry to bother you
  sorry to bother
  sorry
  excuse me
  quick question
  many thanks in advance
  thanks in advance
  thank you in advance
  thank you very much
  thank you so much
  thanks a lot
  thank you
  many thanks
  thanks
  cheers
  best regards
  kind regards
  regards
  best
`)
