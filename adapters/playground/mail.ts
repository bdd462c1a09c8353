// The letters that people of the playground got, each with the moment it was first seen here and its links as links.
import type { Cast } from './cast.ts'
import type { SandboxView } from './sandbox.ts'

export interface Letter {
  to: readonly string[]
  subject: string
  text: string
}

type LetterPart = { kind: 'words'; words: string } | { kind: 'link'; label: string; url: string }

export interface LetterView {
  id: string
  at: string
  /** The address, since some people have one at work and one of their own. */
  to: string
  subject: string
  parts: LetterPart[]
}

/** A line of words, and the address alone on the next one: how a letter in plain text names a link. */
const link = /^(.+):\n(https?:\/\/\S+)$/

function partOf(paragraph: string): LetterPart {
  const [, label, url] = link.exec(paragraph) ?? []
  return label !== undefined && url !== undefined ? { kind: 'link', label, url } : { kind: 'words', words: paragraph }
}

/** The subject is repeated as the first paragraph. */
const partsOf = ({ subject, text }: Letter): LetterPart[] =>
  text
    .split(/\n{2,}/)
    .filter((paragraph, place) => paragraph !== '' && !(place === 0 && paragraph === subject))
    .map(partOf)

/** `letters` holds all that ever came, oldest first. Letters to nobody who is played are left out. */
export function followMail(letters: () => readonly Letter[], cast: Cast, now: () => Date) {
  const seen: { at: string; letter: Letter }[] = []
  return (sandbox: SandboxView | null): Record<string, LetterView[]> => {
    for (const letter of letters().slice(seen.length)) seen.push({ at: now().toISOString(), letter })
    const ownerOf = new Map<string, string>()
    for (const { user, email, jumpcloudUserId } of cast.members) {
      const addresses = sandbox?.people.find(({ id }) => id === jumpcloudUserId)?.addresses ?? []
      for (const address of [...addresses, email]) ownerOf.set(address.toLowerCase(), user)
    }
    const boxes: Record<string, LetterView[]> = {}
    for (const [place, { at, letter }] of seen.entries())
      for (const to of letter.to) {
        const user = ownerOf.get(to.toLowerCase())
        if (user === undefined) continue
        boxes[user] ??= []
        boxes[user].unshift({ id: `${place}/${to}`, at, to, subject: letter.subject, parts: partsOf(letter) })
      }
    return boxes
  }
}
