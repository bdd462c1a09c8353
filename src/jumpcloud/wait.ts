// How long to wait before a repeat: what JumpCloud asked for, else full jitter.
import { setTimeout as timer } from 'node:timers/promises'
import type { Clock } from '../clock.ts'

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

export const realSleep: Sleep = async (ms, signal) => {
  await timer(ms, undefined, signal ? { signal } : {})
}

export const longestWait = 30_000
/** The longest first wait. */
export const usualRepeatMs = 500

/** Milliseconds that `Retry-After` asks for (seconds or a date), unlimited; undefined when absent or senseless. */
export function askedWait(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined
  const trimmed = header.trim()
  if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed) * 1000
  // A date must look like one: Date.parse takes "-5" for a year.
  if (!/^[A-Z][a-z]{2},/.test(trimmed)) return undefined
  const ms = Date.parse(trimmed) - clock.now().getTime()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

export const waitBefore = (
  repeat: number,
  asked: number | undefined,
  { random = Math.random, repeatMs = usualRepeatMs }: { random?: () => number; repeatMs?: number | undefined },
): number => Math.min(longestWait, asked ?? random() * repeatMs * 2 ** repeat)
