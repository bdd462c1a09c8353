// Pictures of Teams' cards to look at: node test/full/teams-cards.ts [folder]. Plays three conversations on the fake Teams and
// draws every card that was seen with Microsoft's own renderer, in a browser: light and dark, as wide as a window and a phone.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conversations } from '../../src/demo/conversations/index.ts'
import { createStores, playOne } from '../../src/demo/script.ts'
import { openTeamsStage } from '../e2e/teams-stage.ts'
import type { FakeTeams } from '../fakes/teams.ts'
import { launchBrowser } from './browser.ts'

const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js')
const played = ['locked-out', 'less-than-asked', 'phone-denies']
const themes = {
  light: { text: '#242424', subtle: '#616161', back: '#ffffff', emphasis: '#f5f5f5', page: '#ebebeb' },
  dark: { text: '#ffffff', subtle: '#adadad', back: '#292929', emphasis: '#3d3d3d', page: '#141414' },
}
type Theme = (typeof themes)[keyof typeof themes]

/** Near to what Teams gives its renderer; without it everything is drawn in the renderer's own fonts and colours. */
const hostConfig = ({ text, subtle, back, emphasis }: Theme) => {
  const colour = (of: string) => ({ default: of, subtle })
  const container = (backgroundColor: string) => ({
    backgroundColor,
    foregroundColors: {
      default: colour(text),
      accent: colour('#6264a7'),
      attention: { default: '#c4314b', subtle: '#c4314b' },
    },
  })
  return {
    fontFamily: 'Segoe UI, Noto Sans, DejaVu Sans, sans-serif',
    spacing: { small: 8, default: 12, medium: 16, large: 24, extraLarge: 32, padding: 16 },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    containerStyles: { default: container(back), emphasis: container(emphasis) },
    actions: {
      maxActions: 6,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      buttonSpacing: 8,
      spacing: 'default',
    },
  }
}

const pageFor = ({ page, subtle, back, text }: Theme, width: number) => `<style>
  body { margin: 20px; background: ${page}; display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start }
  body { font: 11px sans-serif; color: ${subtle} }
  figure { margin: 0; width: ${width}px }
  figure > div { border-radius: 6px; background: ${back}; overflow: hidden }
  .ac-actionSet { flex-wrap: wrap; row-gap: 8px }
  .ac-pushButton { font: 600 14px sans-serif; padding: 6px 16px; border-radius: 4px; border: 1px solid #d1d1d1 }
  .ac-pushButton { background: ${back}; color: ${text} }
  .ac-pushButton.style-positive { background: #5b5fc7; color: #fff }
  .ac-pushButton.style-destructive { color: #c4314b }
  .ac-input { font: 14px sans-serif; padding: 6px; box-sizing: border-box; width: 100% }
</style>`

/** Runs in the page, where the renderer is; returns which cards its parser complains of. */
const drawAll = `function draw(cards, config) {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = AdaptiveCards
  return cards.filter(({ name, card }) => {
    const context = new SerializationContext(Versions.v1_5)
    const drawn = new AdaptiveCard()
    drawn.hostConfig = new HostConfig(config)
    drawn.parse(card, context)
    const figure = document.createElement('figure')
    figure.append(name, document.createElement('div'))
    figure.lastElementChild.append(drawn.render())
    document.body.append(figure)
    return context.eventCount > 0
  }).map(({ name }) => name)
}`

interface Seen {
  name: string
  card: object
}

/** Every state that a card was ever seen in, once. */
async function playAll(): Promise<Seen[]> {
  const seen = new Map<string, Seen>()
  const stores = await createStores(undefined)
  const watch = (teams: FakeTeams, name: string) =>
    teams.state.changed.on('changed', () => {
      for (const { card, conversation } of teams.state.messages) {
        // Handles are other ones each time.
        const key = JSON.stringify(card)?.replaceAll(/"(press|submit|close|value)":"[^"]*"/g, '')
        if (card && key && !seen.has(key))
          seen.set(key, { name: `${name}: ${conversation}`, card: structuredClone(card) })
      }
    })
  try {
    for (const conversation of conversations.filter(({ name }) => played.includes(name)))
      await playOne(conversation, stores, {
        openStage: (store) => openTeamsStage(store, ['all'], (teams) => watch(teams, conversation.name)),
        print: () => {},
      })
  } finally {
    await stores.remove()
  }
  return [...seen.values()]
}

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'latchkey-teams-cards-'))
mkdirSync(folder, { recursive: true })
const seen = await playAll()
const browser = await launchBrowser()
try {
  for (const [theme, colours] of Object.entries(themes))
    for (const width of [560, 300]) {
      const page = await browser.newPage({ viewport: { width: 3 * (width + 20) + 40, height: 900 } })
      await page.setContent(pageFor(colours, width))
      await page.addScriptTag({ path: renderer })
      const problems = await page.evaluate<string[]>(
        `(${drawAll})(${JSON.stringify(seen)}, ${JSON.stringify(hostConfig(colours))})`,
      )
      if (problems.length > 0) throw new Error(`Microsoft's parser complains of ${problems.join(', ')}`)
      await page.screenshot({ path: join(folder, `cards-${width}-${theme}.png`), fullPage: true })
      await page.close()
    }
} finally {
  await browser.close()
}
process.stdout.write(`${seen.length} cards in ${folder}\n`)
