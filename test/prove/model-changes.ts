// What is changed in the models, one at a time, so that their search has something to find: a rule that is taken out, or an end denied.

export type Model = 'deciding' | 'running'

export interface Change {
  rule: string
  /** Stands exactly once in the model; `npm test` looks. */
  from: string
  to: string
}

export const missing: Record<Model, readonly Change[]> = {
  deciding: [
    {
      rule: 'begin swaps a ready row only',
      from: ':: state == ready && isShown(plan) ->\n            // At most once',
      to: ':: isShown(plan) ->\n            // At most once',
    },
    { rule: 'begin has looked at the votes', from: 'may = stands', to: 'may = 1' },
    { rule: 'a vote has a key', from: ':: vote(plan, who) == 0 && state == approving', to: ':: state == approving' },
    { rule: 'two who approve at once queue up', from: '!isLocked -> isLocked = 1;', to: '!isLocked;' },
    {
      rule: 'a press counts for the plan that was shown',
      from: '#define isShown(plan) (hash == plan)',
      to: '#define isShown(plan) (true)',
    },
    {
      rule: 'every rule takes its own yes',
      from: 'who != ben) && (vote(plan, ben) == yes || who == ben))',
      to: 'who != ben))',
    },
    {
      rule: 'whoever has to wait waits',
      from: 'isAgreedWith(plan, who) -> (mustWait -> waiting : ready)',
      to: 'isAgreedWith(plan, who) -> (mustWait -> ready : ready)',
    },
    { rule: 'a no swaps an open row only', from: ':: isOpen && isShown(plan) ->', to: ':: isShown(plan) ->' },
    {
      rule: 'a no counts while it is asked once more',
      from: ':: isOpen && isShown(plan) ->',
      to: ':: isOpen && state != confirming && isShown(plan) ->',
    },
    { rule: 'cancel swaps an open row only', from: ':: isOpen -> stops(cancelled)', to: ':: true -> stops(cancelled)' },
    {
      rule: 'expiry swaps the row that it saw',
      from: ':: state == seen -> stops(expired)',
      to: ':: true -> stops(expired)',
    },
    {
      rule: 'a confirmation swaps a row that waits for it',
      from: ':: state == confirming && isShown(plan) ->',
      to: ':: isShown(plan) ->',
    },
    {
      rule: 'a wake-up swaps a waiting row only',
      from: ':: state == waiting -> state = to',
      to: ':: true -> state = to',
    },
    {
      rule: 'whoever is late looks again before an alarm',
      from: ':: state == ready -> alarms()\n     :: state != ready // too late',
      to: ':: alarms()',
    },
  ],
  running: [
    {
      rule: 'a claim respects a lease',
      from: '#define isBusy (row[at] == begun && isLeased[at])',
      to: '#define isBusy (false)',
    },
    {
      rule: 'a claim looks whether the request goes on',
      from: '(isBusy || !isGoingOn)',
      to: 'isBusy',
    },
    { rule: 'an old fence writes nothing', from: '#define isMine (holder[at] == me)', to: '#define isMine (true)' },
    {
      rule: 'an old fence says no "about to"',
      from: ':: isMine && row[at] == begun ->\n         writes()',
      to: ':: true ->\n         writes()',
    },
    {
      rule: 'an old fence settles nothing',
      from: ':: isMine && row[at] == begun ->\n      writes()',
      to: ':: true ->\n      writes()',
    },
    { rule: 'no call leaves after the lease', from: ':: isInTime[me] ->', to: ':: true ->' },
    { rule: 'no call leaves without a record', from: 'writes()\n         aboutTo[at] = 1', to: 'writes()' },
    {
      rule: 'what may never be repeated is not',
      from: '#define isBlind (mayHaveRun && onlyOnce[at])',
      to: '#define isBlind (false)',
    },
    { rule: 'what may have run is looked for', from: 'mayHaveRun = aboutTo[at]', to: 'mayHaveRun = 0' },
    {
      rule: 'a clear refusal closes no earlier attempt',
      from: '!(isUntouched && !mayHaveRun)',
      to: '!isUntouched',
    },
    {
      rule: '"nothing was done" is said of a clean step only',
      from: '(at == 0 && !mayHaveRun -> failed : person)',
      to: '(at == 0 -> failed : person)',
    },
    {
      rule: '"done" is said once',
      from: 'if\n      :: state == running -> ends(done)',
      to: 'if\n      :: true -> ends(done)',
    },
    {
      rule: 'whoever is late looks again before an alarm',
      from: ':: state == running -> alarms()\n     :: state != running // too late',
      to: ':: alarms()',
    },
  ],
}

const end = (how: string): Change => ({ rule: how, from: 'assert(!ended)', to: `assert(!ended && how != ${how})` })

/** Said never to be reached: the search has to prove it wrong. */
export const ends: Record<Model, readonly Change[]> = {
  deciding: [
    ...['denied', 'cancelled', 'expired', 'failed'].map(end),
    { rule: 'begun', from: 'begun = 1\n', to: 'assert(false)\n' },
    { rule: 'begun for less', from: 'begun = 1\n', to: 'assert(hash == 0)\nbegun = 1\n' },
  ],
  running: [
    ...['done', 'failed', 'person'].map(end),
    {
      rule: 'one goes on where another one died',
      from: 'mayHaveRun = aboutTo[at]',
      to: 'mayHaveRun = aboutTo[at]\nassert(!mayHaveRun)',
    },
  ],
}
