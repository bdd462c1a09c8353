// A worker that is overtaken: right after any of its looks at the request another one does all of it. What it does then does nothing.
import { type KyselyPlugin, type QueryId, type RootOperationNode, SelectQueryNode, TableNode } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GateCore } from '../../src/core.ts'
import { runRequest } from '../../src/gate/gate.ts'
import type { RequestId } from '../../src/ids.ts'
import type { Request } from '../../src/requests/request.ts'
import { idFor, startTestLatchkey, type TestLatchkey } from '../latchkey.ts'
import { type ThreeSteps, threeSteps } from './three-steps.ts'

const username = 'leo.brandt'
let it: TestLatchkey
let three: ThreeSteps
beforeAll(async () => {
  it = await startTestLatchkey()
  three = threeSteps(it)
})
afterAll(() => it.stop())

/** A look at the request or at its steps. */
const isLook = (query: RootOperationNode): boolean =>
  SelectQueryNode.is(query) &&
  (query.from?.froms ?? []).some(
    (from) => TableNode.is(from) && ['request', 'step'].includes(from.table.identifier.name),
  )

/** The gate of a process to which something happens right after its nth look. */
function afterLook(nth: number, work: () => Promise<void>): { core: GateCore; looks(): number } {
  let looks = 0
  const isAsked = new WeakSet<QueryId>()
  const stopping: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (isLook(node)) isAsked.add(queryId)
      return node
    },
    async transformResult({ result, queryId }) {
      if (isAsked.has(queryId)) looks += 1
      if (isAsked.has(queryId) && looks === nth) await work()
      return result
    },
  }
  const { store } = three.core
  return { core: { ...three.core, store: { ...store, db: store.db.withPlugin(stopping) } }, looks: () => looks }
}

const run = (id: RequestId, core: GateCore = three.core) => runRequest(core, id, AbortSignal.timeout(20_000))

/** How often the gate looks on the way to an end, when nothing comes between. */
async function looksOn(ready: () => Promise<Request>): Promise<number> {
  const { core, looks } = afterLook(0, async () => {})
  await run((await ready()).id, core)
  return looks()
}

const written = ['request.running', 'step.about-to', 'step.did', 'request.done', 'step.failed', 'row.tampered'] as const
async function counts(id: RequestId) {
  const events = await it.ledger(id)
  return written.map((name) => events.filter((event) => event === name).length)
}

test('the other one finishes it: it stays done, and nobody is alarmed', async () => {
  const ready = () => three.ready(username)
  const most = await looksOn(ready)
  expect(most).toBeGreaterThan(4)
  for (let nth = 1; nth <= most; nth += 1) {
    const { id } = await ready()
    await run(id, afterLook(nth, () => run(id)).core)
    const at = `overtaken after look ${nth}`
    expect(await it.stateOf(id), at).toBe('done')
    expect(await counts(id), at).toEqual([1, 3, 3, 1, 0, 0])
  }
})

test('the other one fails at the first step: none of the others is done', async () => {
  const match = { method: 'POST', path: `/${idFor(username)}/unlock` }
  await it.sandbox.fault({ match, kind: 'status', status: 400 })
  const ready = () => three.ready(username)
  const most = await looksOn(ready)
  for (let nth = 1; nth <= most; nth += 1) {
    const { id } = await ready()
    await run(id, afterLook(nth, () => run(id)).core)
    const at = `overtaken after look ${nth}`
    expect(await it.stateOf(id), at).toBe('failed')
    expect(three.happened(username), at).toBe(0)
    expect(await counts(id), at).toEqual([1, 1, 0, 0, 1, 0])
  }
  await it.sandbox.noFaults()
})
