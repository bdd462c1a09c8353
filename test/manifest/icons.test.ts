// The icons: as drawn from their sources, in the sizes and colours that Slack and Teams ask for.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { drawIcons, icons } from '../../manifest/icons/draw.ts'

const folder = join(import.meta.dirname, '../../manifest/icons')
const stored = (file: string) => readFileSync(join(folder, file))
let drawn: Map<string, Uint8Array>
beforeAll(async () => {
  drawn = await drawIcons()
})

/** Width and height from the header, and every pixel as red, green, blue and alpha (PNG: 8 bits, colour type 6). */
function pixelsOf(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  expect([png[24], png[25], png[28]], 'eight bits, with alpha, not interlaced').toEqual([8, 6, 0])
  const data: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const raw = inflateSync(Buffer.concat(data))
  const stride = width * 4
  const out = Buffer.alloc(height * stride)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < stride; x++) {
      const left = x >= 4 ? (out[y * stride + x - 4] ?? 0) : 0
      const up = y > 0 ? (out[(y - 1) * stride + x] ?? 0) : 0
      const corner = x >= 4 && y > 0 ? (out[(y - 1) * stride + x - 4] ?? 0) : 0
      const value = raw[y * (stride + 1) + 1 + x] ?? 0
      out[y * stride + x] = value + predicted(raw[y * (stride + 1)] ?? 0, left, up, corner)
    }
  return {
    width,
    height,
    pixels: Array.from({ length: width * height }, (_, n) => [...out.subarray(n * 4, n * 4 + 4)]),
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return Math.floor((left + up) / 2)
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(left + up - corner - one))
  return (a ?? 0) <= (b ?? 0) && (a ?? 0) <= (c ?? 0) ? left : (b ?? 0) <= (c ?? 0) ? up : corner
}

test.each(icons)('$file is what its source draws', ({ file, size }) => {
  expect(stored(file).equals(drawn.get(file) ?? Buffer.alloc(0)), 'Run npm run icons.').toBe(true)
  const { width, height } = pixelsOf(stored(file))
  expect([width, height]).toEqual([size, size])
})

test('Slack’s is at least 512 pixels, and small enough to upload', () => {
  const slack = icons.find(({ file }) => file === 'slack.png')
  expect(slack?.size).toBeGreaterThanOrEqual(512)
  expect(stored('slack.png').length).toBeLessThan(1_000_000)
})

test('Teams’ outline is white on nothing', () => {
  const { pixels } = pixelsOf(stored('teams-outline.png'))
  const shown = pixels.filter(([, , , alpha = 0]) => alpha > 0)
  expect(shown.length).toBeGreaterThan(100)
  expect(shown.filter(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255)).toEqual([])
  expect(pixels.filter(([, , , alpha]) => alpha === 0).length).toBeGreaterThan(500)
})

test('Teams’ colour icon fills its square', () => {
  const { pixels } = pixelsOf(stored('teams-color.png'))
  expect(pixels.filter(([, , , alpha]) => alpha !== 255)).toEqual([])
})
