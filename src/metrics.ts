// Metrics for Prometheus: what this process counted, and what the store says. Labels are kinds and codes, never a person.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Figures } from './store/figures.ts'

export interface Metrics {
  /** Something authentic arrived; `ms` until the platform could be answered. */
  incoming(came: { platform: string; kind: string; result: 'taken' | 'refused' | 'failed'; ms: number }): void
  /** Somebody waits for an answer from now on. The key stays in memory. */
  asked(account: string): void
  /** One attempt to hand a message to a platform; `result` is `sent` or the code of the error. */
  delivered(message: { platform: string; result: string; account: string | undefined }): void
  /** One attempt at one call; `status` is the HTTP status, or why there was none. */
  jumpcloud(call: { endpoint: string; status: string; ms: number }): void
  job(ran: { job: string; result: 'done' | 'failed' | 'given-up' }): void
  /** A request over HTTP; `route` is the route's own path, or `none`. */
  http(answered: { route: string; status: number; ms: number }): void
  /** The page that Prometheus reads. What cannot be read of the store in time is left out, and said to be missing. */
  page(read: (afterRecord: number) => Promise<Figures>): Promise<{ type: string; text: string }>
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Prometheus itself waits ten seconds. */
const storePatienceMs = 5000

export function createMetrics({ ofProcess = false }: { ofProcess?: boolean } = {}): Metrics {
  const register = new Registry()
  const registers = [register]
  // Watches the whole process, so only a command asks for it, and once.
  if (ofProcess) collectDefaultMetrics({ register })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets: seconds, registers })

  const incoming = counter('latchkey_incoming_total', 'Authentic events by platform, kind and result.', [
    'platform',
    'kind',
    'result',
  ])
  const acknowledged = histogram(
    'latchkey_acknowledgement_seconds',
    'From an authentic event to what its platform is told.',
    ['platform'],
  )
  const firstReply = histogram(
    'latchkey_first_reply_seconds',
    'From what somebody wrote or pressed to the next message on their screen, where one process did both.',
    ['platform'],
  )
  const messages = counter('latchkey_messages_total', 'Attempts to hand a message to a platform, by result.', [
    'platform',
    'result',
  ])
  const calls = counter('latchkey_jumpcloud_calls_total', 'Calls to JumpCloud by endpoint and status.', [
    'endpoint',
    'status',
  ])
  const callTime = histogram('latchkey_jumpcloud_call_seconds', 'How long JumpCloud takes, by endpoint.', ['endpoint'])
  const jobs = counter('latchkey_jobs_total', 'Jobs that ran, by result.', ['job', 'result'])
  const http = histogram('latchkey_http_request_seconds', 'Requests over HTTP by route and status.', [
    'route',
    'status',
  ])
  const store = storeMetrics(registers)
  const waiting = waitingPeople()

  return {
    incoming({ platform, kind, result, ms }) {
      incoming.inc({ platform, kind, result })
      acknowledged.observe({ platform }, ms / 1000)
    },
    asked: waiting.add,
    delivered({ platform, result, account }) {
      messages.inc({ platform, result })
      const ms = result === 'sent' && account !== undefined ? waiting.take(account) : undefined
      if (ms !== undefined) firstReply.observe({ platform }, ms / 1000)
    },
    jumpcloud({ endpoint, status, ms }) {
      calls.inc({ endpoint, status })
      callTime.observe({ endpoint }, ms / 1000)
    },
    job: ({ job, result }) => jobs.inc({ job, result }),
    http: ({ route, status, ms }) => http.observe({ route, status: String(status) }, ms / 1000),
    async page(read) {
      await store.refresh(read)
      return { type: register.contentType, text: await register.metrics() }
    },
  }
}

const mostWaiting = 10_000

/** Who waits for a first answer since when; whoever waited longest is forgotten when there are too many. */
function waitingPeople() {
  const since = new Map<string, number>()
  return {
    add(account: string): void {
      // Who asks again while nothing came is still waiting for the first answer.
      if (since.has(account)) return
      since.set(account, performance.now())
      for (const oldest of since.keys()) if (since.size > mostWaiting) since.delete(oldest)
    },
    take(account: string): number | undefined {
      const asked = since.get(account)
      since.delete(account)
      return asked === undefined ? undefined : performance.now() - asked
    },
  }
}

/** What every process would say alike is read from the rows when it is asked for, so that a restart forgets nothing. */
function storeMetrics(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const reachable = gauge('latchkey_store_reachable', '1 while the store answers within five seconds.')
  const requests = gauge('latchkey_requests_open', 'Requests that are not finished, by state.', ['state'])
  const overdue = gauge(
    'latchkey_request_overdue_seconds',
    'How late the request is that should have been woken first.',
  )
  const jobs = gauge('latchkey_jobs_waiting', 'Jobs that could run now and do not yet.', ['job'])
  const oldestJob = gauge('latchkey_jobs_oldest_seconds', 'How long the oldest of them waits.', ['job'])
  const messages = gauge('latchkey_messages_waiting', 'Messages that are not delivered yet.')
  const oldestMessage = gauge('latchkey_messages_oldest_seconds', 'How long the oldest of them waits.')
  const turns = gauge('latchkey_incoming_waiting', 'Events that are stored and not answered yet.')
  const oldestTurn = gauge('latchkey_incoming_oldest_seconds', 'How long the oldest of them waits.')
  const platforms = gauge('latchkey_platform_ready', '1 while the platform lets Latchkey in.', ['platform'])
  const ledger = new Counter({
    name: 'latchkey_ledger_records_total',
    help: 'Records in the ledger by event: requests, proofs, approvals, steps.',
    labelNames: ['event'],
    registers,
  })
  let lastRecord = 0

  function show(figures: Figures): void {
    for (const labelled of [requests, jobs, oldestJob, platforms]) labelled.reset()
    for (const { state, count } of figures.requests) requests.set({ state }, count)
    overdue.set(figures.overdueSeconds)
    for (const { job, count, oldestSeconds } of figures.jobs) {
      jobs.set({ job }, count)
      oldestJob.set({ job }, oldestSeconds)
    }
    messages.set(figures.messages.count)
    oldestMessage.set(figures.messages.oldestSeconds)
    turns.set(figures.incoming.count)
    oldestTurn.set(figures.incoming.oldestSeconds)
    for (const { platform, isReady } of figures.platforms) platforms.set({ platform }, isReady ? 1 : 0)
    // Two looks at once may have read the same records; those of the first one are counted already.
    if (figures.ledger.after !== lastRecord) return
    for (const { event, count } of figures.ledger.events) ledger.inc({ event }, count)
    lastRecord = figures.ledger.last
  }

  return {
    async refresh(read: (afterRecord: number) => Promise<Figures>): Promise<void> {
      const patience = AbortSignal.timeout(storePatienceMs)
      const tooLate = new Promise<undefined>((resolve) => {
        patience.addEventListener('abort', () => resolve(undefined), { once: true })
      })
      const figures = await Promise.race([read(lastRecord).catch(() => undefined), tooLate])
      reachable.set(figures === undefined ? 0 : 1)
      if (figures) show(figures)
    },
  }
}
