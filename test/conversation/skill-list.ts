// The skills of the first part as the router sees them, with examples of its own, so that its tests need no skill file.
import type { KnownSkill } from '../../src/conversation/router/router.ts'

const skill = (name: string, title: string, changesState: boolean, examples: string[]): KnownSkill => ({
  name,
  title,
  changesState,
  examples,
})

export const skillList: readonly KnownSkill[] = [
  skill('unlock-account', 'Unlock my account', true, [
    "I'm locked out",
    'my account is locked',
    'please unlock my account',
    'too many wrong passwords, now I am locked',
    "I can't get in, it says my user is locked",
  ]),
  skill('why-locked-out', 'Why am I locked out?', false, [
    'why am I locked out',
    'what keeps locking my account',
    'show my recent sign-ins',
    "why can't I sign in",
    'who tried to log in as me',
  ]),
  skill('join-group', 'Join a group', true, [
    'add me to Looker – Analyst',
    'I need access to the wiki readers group',
    'put me in `VPN – Contractors` for 7 days',
    'I want to join a group',
    'add my colleague to the analyst group',
  ]),
  skill('leave-group', 'Leave a group', true, [
    'remove me from Looker – Analyst',
    "I don't need the wiki group any more",
    'leave a group',
    'take me off the mailing list',
    'give back my access early',
  ]),
  skill('my-access', 'My access', false, [
    'what access do I have',
    'which groups am I in',
    'show my groups',
    'when does my access end',
    'list my memberships',
  ]),
  skill('my-requests', 'My requests', false, [
    'my requests',
    'what is the status of my request',
    'has my request been approved',
    'who still has to approve it',
    'any news on R-1042',
  ]),
  skill('cancel-request', 'Cancel a request', true, [
    'cancel my request',
    'withdraw R-1042',
    'I asked for the wrong group, cancel it',
    'take back my request',
    'I no longer need what I asked for',
  ]),
  skill('talk-to-human', 'Talk to a person', false, [
    'talk to a human',
    'I want to speak to someone in IT',
    'open a ticket',
    'get me a real person',
    'contact the service desk',
  ]),
  skill('help', 'What can you do?', false, ['help', 'what can you do', 'how does this work', 'show the menu', 'hello']),
  skill('connect-account', 'Connect my account', true, [
    'connect my account',
    'link my chat account to JumpCloud',
    "you don't know who I am",
    'it says my account is not connected',
    'verify that it is me',
  ]),
]

export const skillNames: readonly string[] = skillList.map((known) => known.name)
