// The embedded database's files on a real disk: makes the fsync that PostgreSQL asks for really happen.
// PGlite's own file system ignores fsync, so a power cut loses what was committed and often the whole database.
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** The part of PGlite's file-system layer that is replaced. It is internal, which is why PGlite is pinned exactly. */
interface HostFiles {
  realPath(node: unknown): string
  tryFSOperation<T>(work: () => T): T
  node_ops: {
    mknod(parent: unknown, name: string, mode: number, device: number): unknown
    rename(node: { parent: unknown }, folder: unknown, name: string): void
    unlink(parent: unknown, name: string): void
    rmdir(parent: unknown, name: string): void
    symlink(parent: unknown, name: string, target: string): unknown
  }
  stream_ops: { fsync?(stream: { nfd?: number; node: unknown }): number }
}

interface FsyncFilesystem {
  filesystem: NodeFS
  /** How often a file was synced so far: the opener's self-test watches it move. */
  syncs(): number
}

export function fsyncFilesystem(folder: string): FsyncFilesystem {
  let count = 0
  const filesystem = new NodeFS(folder)
  const init = filesystem.init.bind(filesystem)
  filesystem.init = async (pg, options) => {
    const answer = await init(pg, options)
    const preRun = [answer.emscriptenOpts.preRun ?? []].flat()
    preRun.push((module: object) => {
      if ('NODEFS' in module) honourFsync(module.NODEFS as HostFiles, () => count++)
    })
    return { emscriptenOpts: { ...answer.emscriptenOpts, preRun } }
  }
  return { filesystem, syncs: () => count }
}

function honourFsync(files: HostFiles, counted: () => void): void {
  const { mknod, rename, unlink, rmdir, symlink } = files.node_ops
  const syncNode = (folder: unknown) => files.tryFSOperation(() => syncFolder(files.realPath(folder)))
  files.stream_ops.fsync = (stream) => {
    const file = stream.nfd
    if (file === undefined) syncNode(stream.node)
    // An error here must reach PostgreSQL: it stops rather than trust a page that may not be on the disk.
    else files.tryFSOperation(() => fsyncSync(file))
    counted()
    return 0
  }
  // A new, moved or removed name is durable only once its folder is.
  files.node_ops.mknod = (parent, name, mode, device) => {
    const node = mknod(parent, name, mode, device)
    syncNode(parent)
    return node
  }
  files.node_ops.symlink = (parent, name, target) => {
    const node = symlink(parent, name, target)
    syncNode(parent)
    return node
  }
  files.node_ops.rename = (node, folder, name) => {
    const from = files.realPath(node.parent)
    rename(node, folder, name)
    syncNode(folder)
    if (from !== files.realPath(folder)) files.tryFSOperation(() => syncFolder(from))
  }
  files.node_ops.unlink = (parent, name) => {
    unlink(parent, name)
    syncNode(parent)
  }
  files.node_ops.rmdir = (parent, name) => {
    rmdir(parent, name)
    syncNode(parent)
  }
}

/** Makes the names inside a folder durable. Windows cannot open a folder and journals names by itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r')
}

/** Every file and folder below, then the folder itself. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else if (entry.isFile()) syncPath(path, 'r+')
  }
  syncFolder(folder)
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
