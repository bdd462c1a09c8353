// Asks, lets the doctor look, and goes on only when nothing is wrong or somebody says so.
import type { Finding } from '../doctor/finding.ts'
import { text } from '../words/text.ts'
import type { Wizard } from './wizard.ts'

/** `ask` may also mend what can be mended without a question; it is called again on “type it again”. */
export async function settle(
  wizard: Wizard,
  { ask, look }: { ask: () => Promise<void>; look: () => Promise<readonly Finding[]> },
): Promise<void> {
  await ask()
  for (;;) {
    const findings = await look()
    if (findings.every(({ level }) => level !== 'error')) return
    const next = await wizard.terminal.choose(text('setup.what-now'), [
      { value: 'again', label: text('setup.type-again') },
      { value: 'look', label: text('setup.look-again') },
      { value: 'on', label: text('setup.go-on') },
    ])
    if (next === 'on') return
    if (next === 'again') await ask()
  }
}
