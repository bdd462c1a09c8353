// The shapes of keys and tokens that people paste: each is recognised by its own prefix, length or frame.

/** Whole match is the secret, unless there is a group `secret`. Linear patterns only: no nested repetition. */
export const keyPatterns: readonly RegExp[] = [
  // PEM: to its end line, or to the end of the text where it was cut off.
  /-----BEGIN [A-Z0-9 ]{3,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{3,40}-----|$)/g,
  // JSON Web Token: two base64url parts that start as JSON does, then a signature that may be empty.
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  // Slack.
  /\bx(?:ox[a-z]|app)-[\w-]{8,}/gi,
  // JumpCloud: API key and service-account secret.
  /\bjc[as]_[\w-]{6,}/gi,
  // OpenAI, Anthropic, Stripe and others that took over the form.
  /\b(?:sk|rk|pk|whsec)[-_][\w-]{12,}/g,
  /\b(?:gh[opsur]_|github_pat_|glpat-|npm_|hf_|pypi-|dop_v1_|shpat_|xkeysib-|ATATT)[\w-]{12,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\bya29\.[\w-]{10,}/g,
  /\bSG\.[\w-]{10,}\.[\w-]{10,}/g,
  /\bAC[0-9a-f]{32}\b/g,
  // Hexadecimal of 32 digits and more: older JumpCloud keys have 40. Ids of JumpCloud have 24 and stay.
  /(?<![\w-])[0-9a-f]{32,128}(?![\w-])/gi,
  /\b(?:bearer|basic)\s{1,4}(?<secret>[\w.~+/=-]{12,})/gi,
  /\b(?:api[-_ ]?key|x-api-key|access[-_ ]?key|secret[-_ ]?key|client[-_ ]?secret|private[-_ ]?key|access[-_ ]?token|auth[-_ ]?token|bot[-_ ]?token|token|secret)["'`]?(?: is| ist)?\s{0,3}[:=]{0,2}\s{0,3}["'`]?(?<secret>(?=[^\s"'`]*\d)[^\s"'`<>[\]]{8,})/gi,
  // scheme://user:secret@host
  /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:/@]{1,80}:(?<secret>[^\s/@]{1,120})@/gi,
  // otpauth://totp/...?secret=…
  /[?&](?:secret|token|key|api_key|access_token|password|pwd|sig|signature)=(?<secret>[^\s&#>|[\]]{4,})/gi,
]

/** A long run of letters and digits; a key only if it also looks like chance. */
export const longRun = /(?<![\w/+=@.:-])[A-Za-z0-9_/+-]{32,400}={0,2}(?![\w@])/g

const kindOf = (letter: string): string =>
  /\d/.test(letter) ? '0' : /[a-z]/.test(letter) ? 'a' : /[A-Z]/.test(letter) ? 'A' : '-'

/** Chance changes between small, capital and digit at every second letter; names, even long ones, at every fifth. */
export function looksRandom(run: string): boolean {
  const kinds = Array.from(run, kindOf)
  const letters = kinds.filter((kind) => kind !== '-').length
  // Not across a dash: there names begin a new word.
  const changes = kinds.filter(
    (kind, i) => i > 0 && kind !== '-' && kinds[i - 1] !== '-' && kind !== kinds[i - 1],
  ).length
  const digitRuns = kinds.filter((kind, i) => kind === '0' && kinds[i - 1] !== '0').length
  const often = digitRuns > 1 ? 0.25 : digitRuns > 0 ? 0.3 : 0.38
  return kinds.includes('a') && kinds.includes('A') && changes / letters >= often
}
