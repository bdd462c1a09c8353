// Refuses cards that Teams would refuse: too large, of another version, with what Microsoft's own parser does not know.
import { createRequire } from 'node:module'
import { type Fields, fields, string } from './teams-state.ts'

interface Parser {
  SerializationContext: new (version: unknown) => { eventCount: number; getEventAt(n: number): { message: string } }
  Versions: { v1_5: unknown }
  AdaptiveCard: new () => {
    parse(card: unknown, context: unknown): void
    validateProperties(): { validationEvents: { message: string }[] }
  }
}

// The package is made for browsers and looks for its global there.
Object.assign(globalThis, { self: globalThis })
const require = createRequire(import.meta.url)
const parser: Parser = require('adaptivecards/dist/adaptivecards.js')

const largestMessage = 28 * 1024

function parserProblems(card: Fields): string[] {
  const context = new parser.SerializationContext(parser.Versions.v1_5)
  const parsed = new parser.AdaptiveCard()
  parsed.parse(card, context)
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message)
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)]
}

function actionsIn(value: unknown): Fields[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn)
  const one = fields(value)
  const inside = Object.values(one).flatMap((part) => (typeof part === 'object' ? actionsIn(part) : []))
  return string(one.type).startsWith('Action.') ? [one, ...inside] : inside
}

function actionProblems(card: Fields): string[] {
  return actionsIn(card).flatMap((action) => {
    if (action.type === 'Action.Submit') return []
    if (action.type === 'Action.OpenUrl')
      return /^https?:\/\/\S+$/.test(string(action.url)) ? [] : ['Action.OpenUrl without an address']
    if (action.type !== 'Action.Execute') return [`${action.type} is not for this bot`]
    if (fields(action.fallback).type !== 'Action.Submit') return ['Action.Execute without a fallback for old clients']
    return string(action.title) === '' ? ['an action without a title'] : []
  })
}

export function cardProblems(card: Fields): string[] {
  if (card.type !== 'AdaptiveCard') return ['no Adaptive Card']
  if (!/^1\.[0-5]$/.test(string(card.version))) return [`version ${card.version} is not known to Teams`]
  return [...parserProblems(card), ...actionProblems(card)]
}

export const isTooLarge = (message: unknown): boolean => Buffer.byteLength(JSON.stringify(message)) > largestMessage
