// Tells a passphrase from a sentence: words in a row with nothing between them that would make a sentence of them.

const joints = new Set(
  "a an the and or but so if when because since as that this these those there here it its it's is are am was were be been has have had do does did don't doesn't didn't can can't cannot could will won't would should must may might need needs want wants i i'm i've i'd you you're he she we they me my mine your his her our their us him them to for from of on in at by with without into out off up down about after before since until what who whom which why how where not no yes please pls thanks hi hello hey help".split(
    ' ',
  ),
)
const fewest = 3
const most = 12
/** Of a sentence, more than every fifth word only holds the others together. */
const leastJoined = 0.2

/** Nobody can be sure: it is for deciding what is not passed on, and what "is my password" is about. */
export function isPhrase(text: string): boolean {
  const words = text.trim().split(/[\s_.-]+/u)
  if (words.length < fewest || words.length > most) return false
  const joined = words.filter((word) =>
    joints.has(
      word
        .toLowerCase()
        .replaceAll('’', "'")
        .replace(/[.,;:!?"`]/g, ''),
    ),
  )
  return joined.length / words.length < leastJoined
}
