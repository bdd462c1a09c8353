// How a request comes to run, or not: two replicas, three approvers, and whatever is pressed or comes due meanwhile (T-C9).
//
// A replica does one thing at a time: it looks, and acts later by compare-and-swap on what it saw. Each look is a step, and
// each transaction is one, as the row's lock makes it; between two steps anything else may happen, and either replica may
// die, as often as it likes, with whatever it had looked at. Anything may be pressed and any job delivered, any number of
// times, to either replica. That is more than twice, so nothing has to be counted: `keep` and `takeTurn` let an event
// through once, and here no rule hangs on that. The clock goes whenever it likes.
//
// Two rules: Mei or Tom for the first, Ben for the second. Tom may grant less, which is another plan. What follows
// `running` stands in running.pml and is one step here; the two share the request's state and nothing else.
// Left out: the proof of the requester, who has given it.
//
// Above each step stand the functions that it stands for; test/conventions/model.test.ts fails when one is gone.

// src/requests/states.ts: requestStates
mtype = { confirming, approving, waiting, ready, running, done, failed, person, denied, cancelled, expired }
mtype = { yes, no }

#define mei 0
#define tom 1
#define ben 2
#define vote(plan, who) votes[(plan) * 3 + (who)]

// src/requests/votes.ts: isSatisfied
#define isAgreed(plan) ((vote(plan, mei) == yes || vote(plan, tom) == yes) && vote(plan, ben) == yes)
#define isRefused(plan) (vote(plan, mei) == no || vote(plan, tom) == no || vote(plan, ben) == no)
// A press counts for the plan that was shown.
// src/requests/move.ts: move
#define isShown(plan) (hash == plan)
// src/requests/states.ts: openStates
#define isOpen (state == confirming || state == approving || state == waiting || state == ready)
// src/requests/wait.ts: waitOf
#define isWaitOver (!mustWait || waited)
// src/requests/advance.ts: nextState
#define next(plan) (isAgreed(plan) -> (isWaitOver -> ready : waiting) : approving)
#define isAgreedWith(plan, who) \
  ((vote(plan, mei) == yes || vote(plan, tom) == yes || who != ben) && (vote(plan, ben) == yes || who == ben))
#define nextWith(plan, who) (isAgreedWith(plan, who) -> (mustWait -> waiting : ready) : approving)

// The request's row, and the votes on either plan.
mtype state = confirming
bit hash
mtype votes[6]
// One transaction writes to the row at a time; the others wait.
bit isLocked
// What policy wants, and what the clock says.
bit mustWait, waited, late
// What was decided may not stand: an approver has left since.
bit hasLeft
// The approvers have their cards.
bit asked
// Transactions that have read the votes and not yet swapped the row.
byte reading
// What the ledger says: the gate began, and it came to an end. The rules below are about these.
bit begun, ended

// One end or none.
inline ends(how) {
  assert(!ended)
  ended = 1
  state = how
}

// Whoever stops it stops it before the gate began.
inline stops(how) {
  assert(!begun)
  ends(how)
}

// A person decides once on each plan.
// src/requests/votes.ts: insertVote
inline votesFor(plan, who, what) {
  assert(vote(plan, who) == 0)
  vote(plan, who) = what
  waited = 0
}

inline forgets() {
  d_step { plan = 0; may = 0; stands = 0; to = 0; seen = 0 }
}

// Two approvers at one moment: whoever locks the row second sees the vote of the first.
// src/conversation/press.ts: decided
// src/requests/decisions.ts: approve, lockApproving
inline approves(who) {
  d_step { state == approving -> plan = hash }
  if
  :: d_step { !isLocked -> isLocked = 1; may = state == approving && isShown(plan) }
     if
     :: may ->
        to = nextWith(plan, who)
        if
        :: d_step {
             if
             :: vote(plan, who) == 0 && state == approving && isShown(plan) ->
               votesFor(plan, who, yes)
               state = to
             :: else
             fi
             isLocked = 0
           }
        :: isLocked = 0 // dies
        fi
     :: !may -> isLocked = 0
     fi
  :: true // dies
  fi
  forgets()
}

// src/requests/decisions.ts: narrowed, approveNarrowed
inline narrows() {
  d_step { state == approving && hash == 0 -> plan = hash }
  if
  :: d_step {
       !isLocked
       if
       :: state == approving && isShown(plan) ->
         hash = 1
         votesFor(1, tom, yes)
         state = next(1)
       :: else
       fi
     }
  :: true // dies
  fi
  forgets()
}

// A no on this plan is late only when the gate has begun, or when it is over: otherwise it counts.
// src/conversation/press.ts: decided
// src/requests/decisions.ts: deny
inline denies(who) {
  d_step { isOpen && asked -> plan = hash }
  if
  :: d_step {
       !isLocked
       if
       :: isOpen && isShown(plan) ->
         stops(denied)
         if
         :: vote(plan, who) == 0 -> votesFor(plan, who, no)
         :: else
         fi
       :: else -> assert(begun || ended || hash != plan)
       fi
     }
  :: true // dies
  fi
  forgets()
}

// A change of mind is late only when the gate has begun, or when it is over.
// src/conversation/press.ts: ofRequester
// src/requests/decisions.ts: cancel
inline cancels() {
  d_step {
    !isLocked
    if
    :: isOpen -> stops(cancelled)
    :: else -> assert(begun || ended)
    fi
  }
}

// Confirmed at first, or once more: what it needs is read in the transaction, before its row is swapped.
// src/conversation/press.ts: ofRequester
// src/requests/advance.ts: advance
inline confirms() {
  d_step { state == confirming && !late -> plan = hash }
  if
  :: d_step { to = next(plan); reading++ }
     if
     :: d_step {
          !isLocked
          reading--
          if
          :: state == confirming && isShown(plan) ->
            state = to
            asked = asked || to == approving
          :: else
          fi
        }
     :: reading-- // dies
     fi
  :: true // dies
  fi
  forgets()
}

// src/requests/wake.ts: wakeRequest, expire
inline expires() {
  d_step { isOpen && late -> seen = state }
  if
  :: d_step {
       !isLocked
       if
       :: state == seen -> stops(expired)
       :: else
       fi
     }
  :: true // dies
  fi
  forgets()
}

// No transaction is open for as long as a request stays ready before its person is asked once more.
// src/store/postgres.ts: idle_in_transaction_session_timeout
// src/requests/wake.ts: wakeRequest, askAgain
// src/requests/schedule.ts: readyLasts
inline asksAgain() {
  d_step { state == ready && !late -> seen = state }
  if
  :: d_step {
       !isLocked
       if
       :: state == ready && reading == 0 -> state = confirming
       :: else
       fi
     }
  :: true // dies
  fi
  forgets()
}

// src/requests/wake.ts: wakeRequest
// src/requests/advance.ts: advance
inline wakes() {
  d_step { state == waiting && !late -> plan = hash }
  if
  :: d_step { to = next(plan); reading++ }
     if
     :: d_step {
          !isLocked
          reading--
          if
          :: state == waiting -> state = to
          :: else
          fi
        }
     :: reading-- // dies
     fi
  :: true // dies
  fi
  forgets()
}

// Nobody writes to the rows but Latchkey here: there is no alarm that would change anything.
// src/requests/alarm.ts: orAlarm, alarm
inline alarms() {
  assert(!isOpen && state != running && state != done)
}

// src/gate/gate.ts: runRequest, start
inline gate() {
  d_step { state == ready -> plan = hash }
  if
  :: ended ->
     // src/requests/says-over.ts: hasEnded
     if
     :: state == ready -> alarms()
     :: state != ready // too late
     fi
  :: !ended ->
     // src/gate/recheck.ts: whyNotRun, approvalsMissing
     d_step { stands = !late && isAgreed(plan) && !isRefused(plan) && !hasLeft && isWaitOver; may = stands }
     if
     :: may ->
        // src/gate/settle.ts: begin
        d_step {
          !isLocked
          if
          :: state == ready && isShown(plan) ->
            // At most once; nothing stopped it; with a yes for each rule, that stood when the gate looked.
            assert(!begun && !ended && isAgreed(hash) && !isRefused(hash) && isWaitOver && stands)
            begun = 1
            state = running
          :: else
          fi
        }
     :: !may ->
        // src/gate/stop.ts: stopped
        d_step {
          !isLocked
          if
          :: state == ready -> ends(failed)
          :: else
          fi
        }
     :: true // dies
     fi
  :: true // dies
  fi
  forgets()
}

proctype Replica() {
  bit plan, may, stands
  mtype to, seen
end_idle:
  do
  :: approves(mei)
  :: approves(tom)
  :: approves(ben)
  :: narrows()
  :: denies(mei)
  :: denies(tom)
  :: denies(ben)
  :: cancels()
  :: confirms()
  :: expires()
  :: asksAgain()
  :: wakes()
  :: gate()
  od
}

// Time goes on; and what running.pml tells is one step.
proctype World() {
end_world:
  do
  :: d_step { !late -> late = 1 }
  :: d_step { !hasLeft -> hasLeft = 1 }
  :: d_step { mustWait && !waited && state != approving -> waited = 1 }
  :: d_step { state == running -> ends(done) }
  :: d_step { state == running -> ends(failed) }
  :: d_step { state == running -> ends(person) }
  od
}

// What is true at every moment.
proctype Always() {
end_always:
  if
  // Two who agree at one moment are both counted.
  :: atomic { state == approving && isAgreed(hash) -> assert(false) }
  // Nothing is ready that was not agreed to, or has to wait.
  :: atomic { state == ready && (!isAgreed(hash) || !isWaitOver) -> assert(false) }
  // Nothing runs that the gate did not begin.
  :: atomic { state == running && (!begun || ended) -> assert(false) }
  fi
}

init {
  if
  :: mustWait = 1
  :: mustWait = 0
  fi
  atomic { run Replica(); run Replica(); run World(); run Always() }
}
