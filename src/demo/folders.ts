// A folder for one conversation, copied from a database that was made once: making one takes seconds, a copy does not.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Folders {
  /** A fresh folder for the embedded store. */
  next(): Promise<string>
  remove(): Promise<void>
}

/** `prepare` makes the database in the folder it is given, and closes it. */
export async function createFolders(prepare: ((folder: string) => Promise<void>) | undefined): Promise<Folders> {
  const root = await mkdtemp(join(tmpdir(), 'latchkey-demo-'))
  const pristine = join(root, 'pristine')
  if (prepare) await prepare(pristine)
  let count = 0
  return {
    async next() {
      const folder = join(root, String(++count), 'data')
      await mkdir(dirname(folder))
      if (prepare) await cp(pristine, folder, { recursive: true })
      return folder
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}
