// Which versions of other people's parts must not run here, by published advisory; and what must not be there at all.

export interface Floor {
  name: string
  /** From the first on, below the second, which mends it. */
  refused: readonly (readonly [from: string, mended: string])[]
  advisory: string
  what: string
}

/** By hand, from the advisories: whoever reads a new one that concerns a part of ours adds it here, and raises the part. */
export const floors: readonly Floor[] = [
  {
    name: '@azure/identity',
    refused: [['0.0.0', '4.2.1']],
    advisory: 'GHSA-m5vv-6r4h-3vj9, CVE-2024-35255',
    what: 'a local user gains the rights of another identity',
  },
  {
    name: '@azure/msal-node',
    refused: [['2.7.0', '2.9.2']],
    advisory: 'GHSA-m5vv-6r4h-3vj9, CVE-2024-35255',
    what: 'a local user gains the rights of another identity',
  },
  {
    name: 'axios',
    refused: [
      ['0.0.0', '0.33.0'],
      ['1.0.0', '1.18.0'],
    ],
    advisory: 'CVE-2026-67320',
    what: 'a polluted prototype leads requests, and what they carry, elsewhere',
  },
  {
    name: 'body-parser',
    refused: [
      ['0.0.0', '1.20.6'],
      ['2.0.0', '2.3.0'],
    ],
    advisory: 'GHSA-v422-hmwv-36x6, CVE-2026-12590',
    what: 'a limit that it cannot read is no limit',
  },
  {
    name: 'cookie',
    refused: [['0.0.0', '0.7.0']],
    advisory: 'GHSA-pxg6-pf52-xh8x, CVE-2024-47764',
    what: 'a name or path can carry further fields of a cookie',
  },
  {
    name: 'debug',
    refused: [['4.4.2', '4.4.3']],
    advisory: 'GHSA-8mgj-vmr8-frr6',
    what: 'published by a thief, with malware inside',
  },
  {
    name: 'express',
    refused: [
      ['0.0.0', '4.20.0'],
      ['5.0.0-0', '5.0.0'],
    ],
    advisory: 'CVE-2024-43796',
    what: 'text that was given to redirect() runs in the browser',
  },
  {
    name: 'follow-redirects',
    refused: [['0.0.0', '1.16.0']],
    advisory: 'CVE-2026-40895',
    what: 'credentials in headers of one’s own follow to another host; below 1.15.6 CVE-2024-28849 as well',
  },
  {
    name: 'form-data',
    refused: [
      ['0.0.0', '2.5.6'],
      ['3.0.0', '3.0.5'],
      ['4.0.0', '4.0.6'],
    ],
    advisory: 'GHSA-hmw2-7cc7-3qxx, CVE-2026-12143',
    what: 'a name of a field or file can carry further fields',
  },
  {
    name: 'jsonwebtoken',
    refused: [['0.0.0', '9.0.0']],
    advisory: 'GHSA-qwph-4952-7xr6, CVE-2022-23540',
    what: 'a token without a signature can pass',
  },
  {
    name: 'jws',
    refused: [
      ['0.0.0', '3.2.3'],
      ['4.0.0', '4.0.1'],
    ],
    advisory: 'GHSA-869p-cjfg-cm3x, CVE-2025-65945',
    what: 'the check of an HMAC can be led to the sender’s own key',
  },
  {
    name: 'kysely',
    refused: [['0.0.0', '0.28.17']],
    advisory: 'GHSA-pv5w-4p9q-p3v2, CVE-2026-44635',
    what: 'text in a path into JSON reads and writes elsewhere',
  },
  {
    name: 'node-fetch',
    refused: [
      ['0.0.0', '2.6.7'],
      ['3.0.0', '3.1.1'],
    ],
    advisory: 'GHSA-r683-j2x4-v87g, CVE-2022-0235',
    what: 'credentials follow a redirect to another host',
  },
  {
    name: 'nodemailer',
    refused: [['0.0.0', '9.1.0']],
    advisory: 'GHSA-2x7j-588g-ccc2',
    what: 'a long list of addresses takes quadratic time; older ones let text become SMTP commands',
  },
  {
    name: 'path-to-regexp',
    refused: [
      ['0.0.0', '0.1.12'],
      ['8.0.0', '8.4.0'],
    ],
    advisory: 'GHSA-rhx6-c78j-4q9w, GHSA-j3q9-mxjg-w52f',
    what: 'a crafted path takes exponential time',
  },
  {
    name: 'qs',
    refused: [['0.0.0', '6.16.0']],
    advisory: 'GHSA-x5fp-wj9c-mxmx, CVE-2026-82562',
    what: 'limits on lists can be passed by; below 6.14.1 GHSA-6rw7-vpxm-498p as well',
  },
  {
    name: 'semver',
    refused: [['7.0.0', '7.5.2']],
    advisory: 'GHSA-c2qf-rxjj-qqgw, CVE-2022-25883',
    what: 'a crafted range takes quadratic time',
  },
  {
    name: 'send',
    refused: [['0.0.0', '0.19.0']],
    advisory: 'GHSA-m6fv-jmcg-4jfg, CVE-2024-43799',
    what: 'text in a redirect runs in the browser',
  },
  {
    name: 'serve-static',
    refused: [
      ['0.0.0', '1.16.0'],
      ['2.0.0', '2.1.0'],
    ],
    advisory: 'GHSA-cm22-4g7w-348p, CVE-2024-43800',
    what: 'text in a redirect runs in the browser',
  },
  {
    name: 'smtp-server',
    refused: [['0.0.0', '3.18.3']],
    advisory: 'GHSA-fv2f-rw9f-v9cm',
    what: 'named by its advisory as mended in 3.18.3',
  },
  {
    name: 'undici',
    refused: [
      ['0.0.0', '6.27.0'],
      ['7.0.0', '7.28.0'],
      ['8.0.0', '8.5.0'],
    ],
    advisory: 'GHSA-35p6-xmwp-9g52, CVE-2026-6733',
    what: 'named by its advisory; below 6.24.0 and 7.24.0 GHSA-vrm6-8vpv-qv8q as well, a small frame that fills the memory',
  },
  {
    name: 'uuid',
    refused: [
      ['0.0.0', '11.1.1'],
      ['12.0.0', '12.0.1'],
      ['13.0.0', '13.0.1'],
    ],
    advisory: 'GHSA-w5hq-g745-h8pq, CVE-2026-41907',
    what: 'v3, v5 and v6 write past the end of a buffer that is given to them',
  },
  {
    name: 'ws',
    refused: [
      ['0.0.0', '5.2.5'],
      ['6.0.0', '6.2.4'],
      ['7.0.0', '7.5.11'],
      ['8.0.0', '8.21.0'],
    ],
    advisory: 'GHSA-96hv-2xvq-fx4p, CVE-2026-48779',
    what: 'many small fragments fill the memory',
  },
  {
    name: 'yaml',
    refused: [
      ['0.0.0', '1.10.3'],
      ['2.0.0', '2.8.3'],
    ],
    advisory: 'GHSA-48c2-rrv3-qjmp, CVE-2026-33532',
    what: 'deep nesting overflows the stack',
  },
]

/** Node itself: lines that are at their end, and versions before a security release of a line that is not. */
export const nodeFloor: Floor = {
  name: 'node',
  refused: [
    ['0.0.0', '22.23.2'],
    ['23.0.0', '24.18.1'],
    ['25.0.0', '26.3.1'],
  ],
  advisory: 'CVE-2026-56846, CVE-2026-56848, CVE-2026-58043; 20 is at its end since 2026-04-30, 25 since 2026-06-01',
  what: 'security releases of June and July 2026',
}

/** Below a floor, and nothing compatible mends it. Each says why it does no harm here; a new version needs a new look. */
export const borne: readonly { name: string; version: string; since: string; because: string }[] = [
  {
    name: 'uuid',
    version: '10.0.0',
    since: '2026-11-26',
    because: 'asked for by botbuilder 4.23.3 and its parts, whose code calls v4 alone and gives it no buffer',
  },
  {
    name: 'uuid',
    version: '8.3.2',
    since: '2026-11-26',
    because:
      'asked for by @azure/msal-node 2.16.3 (through botbuilder), whose makers say that they call none of the three',
  },
]

/** Must not be there, in no version. */
export const banned: readonly { name: string; because: string }[] = [
  { name: 'plain-crypto-js', because: 'it was made to carry malware, and came with axios 1.14.1 and 0.30.4' },
  { name: 'adal-node', because: 'it has no maintainer; @azure/msal-node took its place' },
  { name: 'request', because: 'it has no maintainer, and lets a redirect lead anywhere' },
]

/** Nobody mends these any more. They stay in one folder, behind checks of our own, so that they can be replaced there. */
export const unmaintained = {
  name: /^(?:botbuilder|botframework)(?:-|$)/,
  last: '4.23.3',
  only: /^adapters\/teams\//,
  /** What looks at a request before any code of theirs does; and what says where they may send. */
  front: ['adapters/teams/token.ts', 'adapters/teams/door.ts', 'adapters/teams/serviceurl.ts'],
} as const
