// What a busy store owes to whoever writes to it, and what a store that was put back from a copy must not carry on.
import type { Plant } from './plants.ts'

const rush: readonly Plant[] = [
  {
    control: 'what a platform waits for goes before the other transactions that wait',
    file: 'src/store/lane.ts',
    from: '(goesFirst ? first : others).push(begin)',
    to: 'others.push(begin)',
    test: 'test/store/lane.test.ts',
    only: 'overtakes whoever waits',
  },
  {
    control: 'while acknowledgements are late answers are made one at a time',
    file: 'src/conversation/arrivals.ts',
    from: 'arrivals.answering > 0 && arrivals.isBehind()',
    to: 'arrivals.answering > 9 && arrivals.isBehind()',
    test: 'test/conversation/arrivals.test.ts',
    only: 'one answer is made after the other',
  },
  {
    control: 'the embedded database lets the event loop turn',
    file: 'src/store/turning.ts',
    from: 'const longest = 5',
    to: 'const longest = 5_000_000',
    test: 'test/store/turning.test.ts',
    only: 'the loop turns',
  },
  {
    control: 'what was left lying is woken by short transactions',
    file: 'src/requests/reconcile.ts',
    from: 'const inOneCommit = 20',
    to: 'const inOneCommit = 500',
    test: 'test/requests/reconcile.test.ts',
    only: 'three commits',
  },
]

const restored = 'test/requests/restored.test.ts'
const ownPlace = 'test/secrets/own-place.test.ts'

const copies: readonly Plant[] = [
  {
    control: 'what was open in a copy ends',
    file: 'src/requests/restored.ts',
    from: "const goingOn: readonly RequestState[] = [...openStates, 'running', 'undoing']",
    to: "const goingOn: readonly RequestState[] = ['undoing']",
    test: restored,
    only: 'what was open is over',
  },
  {
    control: 'what had begun in a copy goes to a person',
    file: 'src/requests/restored.ts',
    from: "const goingOn: readonly RequestState[] = [...openStates, 'running', 'undoing']",
    to: "const goingOn: readonly RequestState[] = [...openStates, 'undoing']",
    test: restored,
    only: 'what was open is over',
  },
  {
    control: 'a copy is frozen',
    file: 'src/requests/restored.ts',
    from: "  await deps.freezes.freeze('house', { by, why: 'restored' }, tx)\n",
    to: '',
    test: ownPlace,
    only: 'frozen at the start',
  },
  {
    control: 'a start notices that it stands elsewhere',
    file: 'src/main.ts',
    from: '    await stopIfRestored(core)\n',
    to: '',
    test: restored,
    only: 'what was open is over',
  },
  {
    control: 'where the store lives carries a seal',
    file: 'src/secrets/own-place.ts',
    from: "  if (!keys.isMac('own-place', placeSeal(row), row.mac)) return 'changed'\n",
    to: '',
    test: ownPlace,
    only: 'frozen at the start',
  },
  {
    control: 'without a place it is no first start',
    file: 'src/secrets/own-place.ts',
    from: "if (!row) return 'changed'",
    to: "if (!row) return 'unnoted'",
    test: ownPlace,
    only: 'frozen at the start',
  },
  {
    control: 'printed codes of a copy are void',
    file: 'src/requests/restored.ts',
    from: '  await voidCodes(tx, deps)\n',
    to: '',
    test: restored,
    only: 'which printed codes',
  },
  {
    control: 'a changed row of a copy ends too',
    file: 'src/requests/restored.ts',
    from: '      await endChanged(tx, deps, contacts, requestId.parse(id), error)\n',
    to: '',
    test: ownPlace,
    only: 'whose row was changed',
  },
  {
    control: 'a freeze is written where the old one was made unsound',
    file: 'src/people/freeze.ts',
    from: 'if (before.isSound && before.isFrozen === isFrozen)',
    to: 'if (before.isFrozen === isFrozen)',
    test: ownPlace,
    only: 'made unsound before',
  },
  {
    control: 'what began before a store was put back is over',
    file: 'src/requests/says-over.ts',
    from: ', putBackSince(id)]',
    to: ']',
    test: ownPlace,
    only: 'hidden meanwhile',
  },
  {
    control: 'codes of before a store was put back do not count',
    file: 'src/proof/recovery-codes.ts',
    from: ' || (await wasPutBackSince(tx.db, usable.addedAt))',
    to: '',
    test: 'test/proof/recovery-codes.test.ts',
    only: 'before a store was put back',
  },
]

export const storePlants: readonly Plant[] = [...rush, ...copies]
