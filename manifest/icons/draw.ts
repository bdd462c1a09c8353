// Draws the icons from their SVG sources: `npm run icons` writes the PNG files that stand beside them.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** Slack wants at least 512 pixels; Teams exactly 192 and 32. */
export const icons = [
  { file: 'slack.png', source: 'color.svg', size: 1024 },
  { file: 'teams-color.png', source: 'color.svg', size: 192 },
  { file: 'teams-outline.png', source: 'outline.svg', size: 32 },
] as const

/** The renderer is WebAssembly, so the same source gives the same bytes on every machine. */
export async function drawIcons(): Promise<Map<string, Uint8Array>> {
  await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return new Map(
    icons.map(({ file, source, size }) => {
      const drawing = new Resvg(readFileSync(join(import.meta.dirname, source), 'utf8'), {
        fitTo: { mode: 'width', value: size },
        font: { loadSystemFonts: false },
      })
      return [file, drawing.render().asPng()]
    }),
  )
}

if (import.meta.main) for (const [file, png] of await drawIcons()) writeFileSync(join(import.meta.dirname, file), png)
