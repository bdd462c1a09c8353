// A proof is made by what verifies it, and by nothing else; and nobody is recognised by what everybody could know about them (T-B7).
import { expect, test } from 'vitest'
import { files, importsOf, read } from './source.ts'

const code = files(/^(?:src|skills|adapters)\/.*\.ts$/)

/** What makes a proof, and the only files that hold it. */
const makers: readonly { what: string; pattern: RegExp; may: readonly string[] }[] = [
  { what: 'a row of the table', pattern: /insertInto\('proof'\)/, may: ['src/requests/proofs.ts'] },
  { what: 'a changed row', pattern: /updateTable\('proof'\)/, may: ['src/requests/proofs.ts'] },
  // Under a new secret what was sound under the old one is sealed again.
  { what: 'a seal', pattern: /\.mac\(\s*'proof'/, may: ['src/requests/proofs.ts', 'src/secrets/sealed-tables.ts'] },
  {
    what: 'one that is begun',
    pattern: /\binsertProofRow\(/,
    may: ['src/proof/mail-code.ts', 'src/proof/start.ts', 'src/requests/proof-wish.ts', 'src/requests/proofs.ts'],
  },
  {
    what: 'one that goes on',
    pattern: /\bchangeProof\(/,
    may: [
      'src/proof/mail-code.ts',
      'src/proof/start.ts',
      'src/proof/type-code.ts',
      'src/proof/watch.ts',
      'src/requests/proofs.ts',
    ],
  },
  { what: 'a completed one', pattern: /state: 'completed'/, may: ['src/proof/watch.ts', 'src/requests/proofs.ts'] },
  {
    what: 'a whole one',
    pattern: /\binsertProof\(/,
    may: ['src/proof/complete.ts', 'src/proof/vouch.ts', 'src/requests/proofs.ts'],
  },
  {
    what: 'one that moves its request on',
    pattern: /\bcompleteProof\(/,
    may: ['src/proof/complete.ts', 'src/web/pages/approve.ts', 'src/web/pages/prove.ts', 'src/web/pages/vouch.ts'],
  },
]

test.each(makers)('$what is made by the verifiers alone', ({ pattern, may }) => {
  expect(
    code.filter((file) => pattern.test(read(file))),
    'A proof is given to a file in src/proof/, and ends in completeProof or in the watched push.',
  ).toEqual(may)
})

test('pages and conversation reach proofs by the verifiers, skills and router not at all', () => {
  const reaching = code
    .filter((file) => /^(?:skills|adapters|src\/conversation|src\/actions)\//.test(file))
    .flatMap((file) => importsOf(file))
    .filter(({ to, isType }) => !isType && /^src\/(?:proof\/|requests\/proofs\.ts)/.test(to))
    .map(({ from, to }) => `${from} -> ${to}`)
  expect(reaching, 'What somebody wrote is no proof; the form for a code hands it to typeCode.').toEqual([
    'src/conversation/inbox.ts -> src/proof/code.ts',
    'src/conversation/inbox.ts -> src/proof/type-code.ts',
  ])
})

/** What a directory tells of people, and colleagues and attackers know as well. */
const fact =
  /\.(?:department|jobTitle|location|firstName|lastName|managerId|employeeIdentifier|employeeType|createdAt|recoveryEmail|costCenter|phoneNumbers)\b/
const compared = /[!=]==?|\.(?:includes|startsWith|endsWith|localeCompare|match|test|has)\(/
const typed = /\b(?:came|pressed|message|form|values|typed|said|answer|body|reason|words)\b(?!')/
const isQuiz = (line: string): boolean => fact.test(line) && compared.test(line) && typed.test(line)

test.each([
  'if (form.manager === user.managerId) return true',
  'const isThem = values.department?.trim() === person.department',
  "return said.includes(user.jobTitle ?? '')",
  'typed.localeCompare(subject.lastName) === 0',
])('a quiz is recognised: %s', (line) => {
  expect(isQuiz(line)).toBe(true)
})

test('no code compares what somebody typed with what the directory says about them', () => {
  const quizzes = code.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, n) => (isQuiz(line) ? [`${file}:${n + 1}: ${line.trim()}`] : [])),
  )
  expect(quizzes, 'Facts about a person are no proof: ask for one of src/proof/methods.ts.').toEqual([])
})

test('facts that colleagues know are read where people are shown or related, nowhere else', () => {
  const known = /\.(?:department|jobTitle|location|firstName|lastName|employeeIdentifier|employeeType|costCenter)\b/
  const readers = code.filter(
    (file) => known.test(read(file)) && !/^src\/(?:sandbox|demo|setup|jumpcloud|doctor|words|web\/assets)\//.test(file),
  )
  expect(readers, 'These may be shown to an approver; who somebody is does not depend on them.').toEqual([
    'src/requests/create.ts',
  ])
})
