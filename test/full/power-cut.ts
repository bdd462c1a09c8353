// Power cuts against the embedded store: what was acknowledged must be there when the machine comes back.
//
// How to run (Linux, as root, since it mounts file-system images; a few minutes):
//   npx node test/full/power-cut.ts [cuts=8] [first-run cuts=4]
// Run it again whenever PGlite or its version changes: the opener uses an internal of PGlite.
//
// How it works: the store lives on ext4 inside an image file. A writer is killed, and at that moment the image file is
// copied: it holds only what had reached the "disk", not what ext4 still kept in memory. The copy is then opened.
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Findings } from './power-cut-child.ts'

const [cuts = 8, firstRunCuts = 4] = process.argv.slice(2).map(Number)
const work = mkdtempSync(join(tmpdir(), 'latchkey-power-'))
const at = (name: string): string => join(work, name)
const [disk, base, afterCut, mounted, mountedCut, acked] = ['disk', 'base', 'after-cut', 'm', 'm-cut', 'acked'].map(
  at,
) as [string, string, string, string, string, string]
const child = join(import.meta.dirname, 'power-cut-child.ts')
const run = (command: string, ...words: string[]) => execFileSync(command, words, { stdio: 'pipe' })
/** Holes stay holes: most of an image was never written. */
const copy = (from: string, to: string) => run('cp', '--sparse=always', from, to)
const mount = (image: string, folder: string) => run('mount', '-o', 'loop', image, folder)
const unmount = (folder: string) => run('umount', '-l', folder)
const between = (least: number, most: number): number => least + Math.random() * (most - least)

const start = (task: string, folder: string) => fork(child, [task, join(folder, 'data'), acked])

function startWriter() {
  const writer = start('write', mounted)
  return { writer, open: once(writer, 'message'), gone: once(writer, 'exit') }
}

/** Kills the writer after `wait` and opens what was on the disk at that moment. */
async function cut(wait: () => Promise<unknown>, { writer, gone }: ReturnType<typeof startWriter>): Promise<Findings> {
  await wait()
  writer.kill('SIGKILL')
  copy(disk, afterCut)
  await gone
  unmount(mounted)
  mount(afterCut, mountedCut)
  try {
    const checker = start('check', mountedCut)
    const timer = setTimeout(() => checker.kill('SIGKILL'), 120_000)
    let findings: Findings = { opened: false, acked: 0, lost: 0, torn: 0, ledger: 'unopenable' }
    checker.once('message', (message: Findings) => {
      findings = message
    })
    await once(checker, 'exit')
    clearTimeout(timer)
    return findings
  } finally {
    unmount(mountedCut)
  }
}

function newDisk(): void {
  rmSync(disk, { force: true })
  closeSync(openSync(disk, 'w'))
  run('truncate', '-s', '600M', disk)
  run('mkfs.ext4', '-q', disk)
  writeFileSync(acked, '')
}

async function cutsWhileWriting(): Promise<Findings[]> {
  newDisk()
  mount(disk, mounted)
  await once(start('prepare', mounted), 'exit')
  run('sync')
  run('umount', mounted)
  copy(disk, base)
  const findings: Findings[] = []
  for (let i = 0; i < cuts; i++) {
    copy(base, disk)
    writeFileSync(acked, '')
    mount(disk, mounted)
    const started = startWriter()
    findings.push(await cut(() => started.open.then(() => sleep(between(500, 6000))), started))
    report(`cut ${i + 1}`, findings.at(-1))
  }
  return findings
}

async function cutsOfFirstRun(): Promise<Findings[]> {
  const findings: Findings[] = []
  for (let i = 0; i < firstRunCuts; i++) {
    newDisk()
    mount(disk, mounted)
    const started = startWriter()
    // Half of them while the database is being made, half just after.
    const wait = () => (i % 2 === 0 ? sleep(between(1500, 6000)) : started.open.then(() => sleep(between(100, 2000))))
    findings.push(await cut(wait, started))
    report(`first-run cut ${i + 1}`, findings.at(-1))
  }
  return findings
}

const report = (what: string, finding: unknown) => process.stdout.write(`${what}: ${JSON.stringify(finding)}\n`)

for (const folder of [mounted, mountedCut]) mkdirSync(folder)
try {
  const all = [...(await cutsWhileWriting()), ...(await cutsOfFirstRun())]
  const sum = (count: (finding: Findings) => number) => all.reduce((total, finding) => total + count(finding), 0)
  const total = {
    cuts: all.length,
    acked: sum(({ acked }) => acked),
    lost: sum(({ lost }) => lost),
    torn: sum(({ torn }) => torn),
    unopenable: sum(({ opened }) => (opened ? 0 : 1)),
    brokenLedgers: sum(({ ledger }) => (ledger === 'ok' ? 0 : 1)),
  }
  report('power cuts', total)
  process.exitCode = total.lost + total.torn + total.unopenable + total.brokenLedgers > 0 || total.acked === 0 ? 1 : 0
} finally {
  for (const folder of [mounted, mountedCut])
    try {
      unmount(folder)
    } catch {
      // It was not mounted.
    }
  rmSync(work, { recursive: true, force: true })
}
