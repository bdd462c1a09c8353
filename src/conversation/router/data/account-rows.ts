// What people write when their account is locked, when they wonder why, and when Latchkey does not know them yet.
import { type Row, rowsOf } from './row.ts'

export const accountRows: readonly Row[] = [
  ...rowsOf(
    'unlock-account',
    `
    I'm locked out
    my account is locked
    unlock my account please
    please unlock me
    locked out again
    account locked
    unlock me
    unlock my login
    can somebody unlock my user
    I am locked out of my laptop
    my user got locked after a few wrong passwords
    I typed the wrong password too often and now it is locked
    too many attempts, I am blocked
    it says my account is locked, I know the password
    the login screen tells me the account has been locked, contact an admin
    my sign-in is blocked because of failed attempts
    my computer says this account is locked
    remove the lock from my account
    lift the lock on my user please
    release my account
    could you open my account again
    I locked myself out
    I locked myself out this morning, too many typos
    caps lock was on and now my account is locked
    got blocked after five tries, please free my login
    my windows account is locked, I cannot work
    my mac does not let me in, account locked
    still locked, please unlock it now
    I don't need a new password, just unlock me
    please don't reset anything, only unlock my account
    my password is right but the account is locked
    can you get me back in, the account is locked
    unlock the account of my colleague
    our trainee is locked out, please unlock her
    unlock <@U04AB>
    he is locked out, can you unlock his account
    sorry to bother you, my account seems to be locked since this morning and I have a meeting soon, could you unlock it
    after the holidays I mixed up two passwords and now the system has locked me
    account temporarily locked, help
    the vpn says user is locked
    it won't let me in any more because of too many wrong tries
    I remembered the password now but the account stays blocked
    need my account unlocked asap
    🔒 my account
    `,
  ),
  ...rowsOf(
    'why-locked-out',
    `
    why am I locked out
    why was I locked out
    why is my account locked
    what locked my account
    what is locking me out all the time
    reason for my lockout
    who or what keeps locking my account
    which device is locking my account
    I get locked out every morning, where does it come from
    my account keeps locking itself, find out why
    explain why I can't sign in
    why can't I sign in
    why can't I log in
    I can't log in
    I cannot sign in and I don't know why
    my login does not work any more
    why does my login fail
    what is wrong with my account
    what happened to my account last night
    is my account locked or is it something else
    am I locked, expired or suspended
    check whether my account is locked
    is my account locked
    did someone try to sign in as me
    who tried to log in with my name
    show my last sign-ins
    show the failed logins on my account
    show recent activity on my account
    list the login attempts of this week
    was there anything strange on my account
    when was I locked and by which machine
    from where was my account locked
    what caused the lock yesterday
    I was unlocked an hour ago and am locked again, what is doing this
    I don't need it unlocked, I want to know the cause
    not asking to unlock, tell me the reason
    why did the system kick me out
    why is his account locked
    why is <@U04AB> locked out
    what is the reason for our intern's lockouts
    sign-in history please
    login history
    lockout reason
    I think somebody is guessing my password, can you see the attempts
    is my mfa window over, it does not let me in
    `,
  ),
  ...rowsOf(
    'connect-account',
    `
    connect my account
    link my account
    connect me to JumpCloud
    connect my chat account to JumpCloud
    link my Slack user with my JumpCloud user
    you do not know who I am, connect me
    it says my account is not connected
    it says you don't know me yet
    my chat account is not linked yet
    pair my account with the directory
    set up my connection
    bind my account
    how do I connect my account
    how do I link myself to my directory user
    register me with this bot
    I want to prove who I am
    verify me
    verify my identity
    first time here, connect me please
    I am new here and you do not recognise me
    reconnect my account
    my account got disconnected, link it again
    tell the bot that this is my JumpCloud user
    attach my slack profile to my jumpcloud login
    connect account
    link accounts
    associate this chat with my user
    you don't recognise me, what must I do
    `,
  ),
]
