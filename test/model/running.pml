// How a request that the gate began comes to its end: two replicas, a plan of two steps, calls that are lost or late (T-C9).
//
// A replica looks, and acts later by compare-and-swap on what it saw; each transaction is one step, as the rows' locks make
// it. Either replica may be woken at any moment, and may stop between any two steps for as long as it likes: for good, which
// is dying, or until its lease is over and another one has gone on. Each step of the plan may be repeated, or may never be.
// A call that left may arrive at once, late, or not at all, and its answer may be lost.
//
// Attempts are not counted: any one may be the last. A fence is told by who holds it, for each claim takes the next number.
// Believed, for nothing could hold a call back: that it leaves right after the look at the clock.
// What comes before stands in deciding.pml; of ends of time-bound access there is nothing here.
//
// Above each step stand the functions that it stands for; test/conventions/model.test.ts fails when one is gone.

// src/requests/states.ts: requestStates
mtype = { running, done, failed, person }
// src/store/tables.ts: StepTable
mtype = { pending, begun, did, stopped }
// What an attempt came to.
// src/gate/attempt.ts: Outcome
// `unseen` is an `again` that is not the last: there it would be `unknown`.
mtype = { goes, told, again, unseen, refused, unknown, held }

#define nobody 2
#define steps 2

// The request's row, and whether the ledger says that it is over.
mtype state = running
bit ended

// The rows of the steps.
mtype row[steps] = pending
byte holder[steps] = nobody
bit isLeased[steps]
bit aboutTo[steps]

// Of each step: `repeat: 'never'`.
// src/action.ts: Action
bit onlyOnce[steps]

// JumpCloud: what is on its way, and what has happened.
bit onItsWay[steps]
bit happened[steps]
// A call left, and nobody said clearly that it did nothing.
bit isOpen[steps]

// The lease as each worker knows it.
bit isInTime[2]

#define next (row[0] == pending || row[0] == begun -> 0 : (row[1] == pending || row[1] == begun -> 1 : steps))
// Another worker has it; or stopped it, and with it the steps that follow.
// src/gate/claim.ts: claimNext, isGoingOn
#define isBusy (row[at] == begun && isLeased[at])
#define isGoingOn (state == running)
// src/gate/claim.ts: mine
#define isMine (holder[at] == me)
// What may never be repeated, after an "about to" whose call may have left.
// src/gate/attempt.ts: attempt
#define isBlind (mayHaveRun && onlyOnce[at])

// One end.
inline ends(how) {
  assert(!ended)
  // What is said is true: nothing was done, and nothing will be; or everything was.
  assert(how != failed || (!happened[0] && !happened[1] && !onItsWay[0] && !onItsWay[1]))
  assert(how != done || (happened[0] && happened[1]))
  ended = 1
  state = how
}

// Nobody writes to the rows but Latchkey here: there is no alarm that would change anything.
// src/requests/alarm.ts: orAlarm, alarm
inline alarms() {
  assert(state != running && state != done)
}

// src/gate/claim.ts: claimNext
inline claims() {
  d_step {
    isUntouched = 0
    outcome = 0
    at = next
    if
    :: at == steps -> may = 1 // none
    :: at < steps && (isBusy || !isGoingOn) -> at = steps; may = 0
    :: else ->
      may = 1
      mayHaveRun = aboutTo[at]
      row[at] = begun
      holder[at] = me
      isLeased[at] = 1
      isInTime[me] = 1
    fi
  }
}

// src/gate/attempt.ts: attempt
inline looks() {
  if
  :: happened[at] -> outcome = told
  :: !happened[at] && isBlind -> outcome = unknown
  :: !happened[at] && !isBlind -> outcome = goes
  // JumpCloud does not answer.
  :: outcome = again
  // It cannot be done, or somebody left.
  :: outcome = (mayHaveRun -> unknown : refused)
  // Too often.
  :: outcome = unknown
  fi
}

// Whoever was overtaken writes nothing more.
inline writes() {
  assert(holder[at] == me)
}

// No record, no action: and not by whoever was overtaken, nor during a freeze.
// src/gate/attempt.ts: sayAboutTo
// src/gate/hold.ts: isHeldNow
inline saysAboutTo() {
  if
  :: d_step {
       if
       :: isMine && row[at] == begun ->
         writes()
         aboutTo[at] = 1
       :: else -> may = 0
       fi
     }
  :: outcome = held
  fi
}

// The look at the clock, and the call.
// src/gate/attempt.ts: attempt, run
inline calls() {
  d_step {
    if
    :: isInTime[me] ->
      // One worker at a time, one step after the other, with a record, and not after an end.
      assert(holder[at] == me && aboutTo[at] && state == running && (at == 0 || row[0] == did))
      // What may never be repeated is not; of what may, the last call was looked for.
      assert(!isOpen[at] || (!onlyOnce[at] && mayHaveRun))
      onItsWay[at] = 1
      isOpen[at] = 1
    :: else -> may = 0
    fi
  }
}

// Seen; or not seen, as its answer is lost, or it is late, or never came; or refused clearly, after which nothing was changed.
// src/gate/attempt.ts: run, isVisible, unseen, refused
inline hears() {
  if
  :: happened[at] -> outcome = told
  :: outcome = (onlyOnce[at] -> unknown : unseen)
  :: outcome = unknown
  :: d_step {
       onItsWay[at] ->
       if
       :: isMine && !mayHaveRun -> onItsWay[at] = 0; isOpen[at] = 0
       :: else // whatever else is on its way stays so
       fi
       isUntouched = 1
     }
     if
     :: outcome = again
     :: outcome = refused
     fi
  fi
}

// src/gate/gate.ts: settleStep
inline settles() {
  d_step {
    if
    :: isMine && row[at] == begun ->
      writes()
      assert(happened[at])
      row[at] = did
      isLeased[at] = 0
    :: else -> may = 0
    fi
  }
}

// src/gate/claim.ts: release
inline releases() {
  d_step {
    if
    :: isMine ->
      writes()
      row[at] = pending
      isLeased[at] = 0
      aboutTo[at] = aboutTo[at] && !(isUntouched && !mayHaveRun)
    :: else
    fi
  }
}

// src/gate/stop.ts: stopped, endStep
inline stops(how) {
  d_step {
    if
    :: isMine ->
      writes()
      row[at] = stopped
      isLeased[at] = 0
      if
      :: state == running ->
        if
        :: how == failed -> ends(failed)
        :: else -> ends(person)
        fi
      :: else
      fi
    :: else
    fi
  }
}

// src/gate/claim.ts: isClean
#define ifClean (at == 0 && !mayHaveRun -> failed : person)

// src/gate/settle.ts: finished, mustBeDone
inline finishes() {
  if
  :: row[0] == did && row[1] == did ->
    d_step {
      if
      :: state == running -> ends(done)
      :: else
      fi
    }
  :: else -> alarms()
  fi
}

// src/gate/gate.ts: goOn, work, settle, tryAgain
proctype Worker(byte me) {
  byte at = steps
  bit may, mayHaveRun, isUntouched
  mtype outcome
idle:
  skip
  d_step { at = steps; may = 0; mayHaveRun = 0; isUntouched = 0; outcome = 0; isInTime[me] = 0 }
end_woken:
  state == running
  // src/gate/settle.ts: isOver
  if
  :: ended ->
     if
     :: state == running -> alarms()
     :: state != running // too late
     fi
     goto idle
  :: !ended
  fi
following:
  skip
  claims()
  if
  :: !may -> goto idle
  :: may && at == steps -> finishes(); goto idle
  :: may && at < steps
  fi
  looks()
  if
  :: outcome == goes -> saysAboutTo()
  :: outcome != goes
  :: goto idle // dies
  fi
  if
  :: !may -> goto idle
  :: may && outcome == goes ->
     if
     :: calls()
     :: goto idle // dies
     fi
     if
     :: !may -> goto idle
     :: may -> hears()
     fi
  :: may && outcome != goes
  fi
  if
  :: outcome == told -> settles()
     if
     :: may -> goto following
     :: !may -> goto idle
     fi
  :: outcome == again -> releases()
     if
     :: goto following
     :: stops(ifClean); goto idle
     fi
  :: outcome == unseen -> releases(); goto following
  :: outcome == held -> isUntouched = 1; releases(); goto idle
  :: outcome == refused -> stops(ifClean); goto idle
  :: outcome == unknown -> stops(person); goto idle
  :: goto idle // dies
  fi
}

// Time goes on, and calls arrive or are lost.
proctype World() {
end_world:
  do
  :: d_step { isLeased[0] -> isLeased[0] = 0; isInTime[holder[0]] = 0 }
  :: d_step { isLeased[1] -> isLeased[1] = 0; isInTime[holder[1]] = 0 }
  :: d_step { onItsWay[0] -> onItsWay[0] = 0; happened[0] = 1 }
  :: d_step { onItsWay[1] -> onItsWay[1] = 0; happened[1] = 1 }
  :: d_step { onItsWay[0] -> onItsWay[0] = 0 }
  :: d_step { onItsWay[1] -> onItsWay[1] = 0 }
  od
}

init {
  if
  :: onlyOnce[0] = 1
  :: onlyOnce[0] = 0
  fi
  if
  :: onlyOnce[1] = 1
  :: onlyOnce[1] = 0
  fi
  atomic { run Worker(0); run Worker(1); run World() }
}
