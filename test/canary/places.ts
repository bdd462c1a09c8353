// Every place where something could be left lying, as one list of bytes, to be searched.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hit, searchFor } from './forms.ts'
import type { Secret } from './secrets.ts'

export interface Place {
  name: string
  bytes: Uint8Array | string
}

/** What was found where. Nothing of the secret itself but its kind, so that a failure can be shown. */
export function leftIn(places: readonly Place[], secrets: readonly Secret[]): string[] {
  const search = searchFor(secrets.map(({ text }) => text))
  const kindOf = new Map(secrets.map(({ text, kind }) => [text, kind]))
  const shown = ({ secret, form }: Hit) => `${kindOf.get(secret)} ${JSON.stringify(secret)} as ${JSON.stringify(form)}`
  return places.flatMap(({ name, bytes }) => search(bytes).map((hit) => `${name}: ${shown(hit)}`))
}

/** Every file of a folder, byte by byte. What a running server removes meanwhile is gone from there too. */
export async function filesIn(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const read = async (path: string): Promise<Place[]> => {
    try {
      return [{ name: path.slice(folder.length + 1), bytes: await readFile(path) }]
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
  }
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const places: Place[] = []
  for (const path of files) places.push(...(await read(path)))
  return places
}

/** A letter as its reader sees it: quoted-printable and base64 parts opened, beside the letter as it crossed the wire. */
export function letterAs(raw: string): string {
  const joined = raw.replace(/=\r?\n/g, '')
  const opened = joined.replace(/(?:=[0-9A-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  )
  const parts = [...raw.matchAll(/base64\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)/g)].map(([, part = '']) =>
    Buffer.from(part, 'base64').toString(),
  )
  return [raw, opened, ...parts].join('\n')
}
