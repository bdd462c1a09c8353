// What npm answers about advisories is judged: what must be mended now, what is borne for a while, and a source that is silent (T-N2).
import { describe, expect, test } from 'vitest'
import { judge } from './advisories.ts'
import { inventedAdvisory as advisory } from './invented.ts'

describe('judged', () => {
  const answer = (severity: string, fixAvailable: unknown) =>
    JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        express: {
          via: [{ ...advisory(severity), name: 'express', range: '<9.0.0' }],
          nodes: ['node_modules/express'],
          fixAvailable,
        },
        router: { via: ['express'], nodes: ['node_modules/router'], fixAvailable },
      },
    })
  const until = { advisory: 'GHSA-aaaa-bbbb-cccc', until: '2026-12-01', because: 'we do not call it' }

  test.each([
    ['low', 0],
    ['moderate', 0],
    ['high', 1],
    ['critical', 1],
  ])('%s ends with %d', (severity, exitCode) => {
    const verdict = judge(answer(severity, true), [], '2026-12-01')
    expect(verdict.exitCode).toBe(exitCode)
    expect(verdict.lines).toHaveLength(2)
    expect(verdict.lines[0]).toContain('Cure: npm audit fix.')
  })

  test('an exception holds to its last day, and for its own advisory', () => {
    expect(judge(answer('high', false), [until], '2026-12-01')).toMatchObject({ exitCode: 0 })
    expect(judge(answer('high', false), [until], '2026-12-01').lines[0]).toContain('Borne until 2026-12-01')
    expect(judge(answer('high', false), [until], '2026-12-02')).toMatchObject({ exitCode: 1 })
    expect(judge(answer('high', false), [{ ...until, advisory: 'GHSA-aaaa-bbbb-dddd' }], '2026-12-01').exitCode).toBe(1)
  })

  test('the cure is named as far as there is one', () => {
    expect(judge(answer('high', false), [], '2026-12-01').lines[0]).toContain('No version mends it yet.')
    const wider = judge(answer('high', { name: 'express', version: '9.0.0' }), [], '2026-12-01')
    expect(wider.lines[0]).toContain('npm install express@9.0.0')
  })

  test('a source without an answer is SKIPPED', () => {
    expect(judge('{"message":"405 Method Not Allowed","statusCode":405}', [], '2026-12-01')).toEqual({
      lines: ['SKIPPED: nobody answered about advisories: 405 Method Not Allowed'],
      exitCode: 0,
    })
  })

  test.each([
    '',
    'not JSON',
    '{}',
    '{"error":{"summary":"odd"}}',
    '{"auditReportVersion":3}',
  ])('%j is a failure, not a silent source', (said) => {
    const { lines, exitCode } = judge(said, [], '2026-12-01')
    expect(lines).toEqual([expect.stringMatching(/^FAILED: npm could not tell: \S/)])
    expect(exitCode).toBe(1)
  })
})
