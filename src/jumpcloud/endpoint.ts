// One JumpCloud call as data: so that the allow-list, the least-privilege role and the doctor come from the calls in use.

/** `v1` and `v2` live on the console host, `insights` on another (JumpCloud API, "Hosts / regions"). */
type Api = 'v1' | 'v2' | 'insights'

/**
 * What a repeat does after an unknown outcome.
 * `safe`: nothing more than the first time. `safe-if-checked`: only after reading back. `never`: ask a person.
 */
export type Repeat = 'safe' | 'safe-if-checked' | 'never'

export interface Endpoint {
  readonly api: Api
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the API's base, with `{name}` for each id: `/systemusers/{user}/unlock`. */
  readonly path: string
  /** Any one of these suffices; the first is the narrowest and the one that Latchkey asks for. */
  readonly scopes: readonly string[]
  readonly repeat: Repeat
  /** Its 429 is about the person of the path alone: others go on. */
  readonly isLimitedByPerson?: true
}

export interface CallInput {
  /** One 24-hex id for each `{name}` of the path. */
  params?: Record<string, string>
  query?: Record<string, string | number | readonly string[]>
  body?: unknown
  signal?: AbortSignal
}

export interface Answer {
  status: number
  /** Parsed JSON where the text is JSON, else the text itself ('' when empty). */
  body: unknown
  headers: Record<string, string>
}

/**
 * Makes one call with this capability's credential. Throws LatchkeyError `jumpcloud-*`:
 * `jumpcloud-unknown-outcome` means sent and perhaps applied (never thrown for `safe` reads);
 * every other code means that nothing was changed.
 */
export interface Caller {
  call(endpoint: Endpoint, input?: CallInput): Promise<Answer>
}
