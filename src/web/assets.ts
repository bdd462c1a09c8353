// The files that pages load: from our own path only, under a name that changes with what is in them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { RequestHandler } from 'express'

const require = createRequire(import.meta.url)
/** Its own door leads to another file beside this one. */
const browserBundle = join(dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle')
const folder = join(import.meta.dirname, 'assets')
const types: Record<string, string> = { css: 'text/css', js: 'text/javascript' }

/** The address of a file by its plain name. */
export type AssetPaths = (name: string) => string

/** `base` is the path of PUBLIC_URL, without a slash at its end. */
export function createAssets(base: string): { paths: AssetPaths; serve: RequestHandler } {
  const files = Object.entries(sources).map(([name, path]) => {
    const bytes = readFileSync(path)
    const [stem = '', type = ''] = name.split('.')
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    return { name, bytes, type: types[type] ?? '', hashed: `${stem}.${hash}.${type}` }
  })
  return {
    paths(name) {
      const file = files.find((one) => one.name === name)
      if (!file) throw new Error(`pages have no file ${name}`)
      return `${base}/p/-/${file.hashed}`
    },
    serve(request, response, next) {
      const file = files.find(({ hashed }) => hashed === request.params.file)
      if (!file) return next()
      response.set('cache-control', 'public, max-age=31536000, immutable').type(file.type).send(file.bytes)
    },
  }
}

const sources: Record<string, string> = {
  'pages.css': join(folder, 'pages.css'),
  'passkey.js': join(folder, 'passkey.js'),
  'webauthn.js': join(browserBundle, 'index.umd.min.js'),
  'set-password.js': join(folder, 'set-password.js'),
}
