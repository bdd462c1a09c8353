// What a model conversation looks like on paper: who said, pressed and typed what, and what they were shown.
import type { SeenPage } from './browser.ts'
import type { SeenMessage } from './driver.ts'
import type { Scene, Stage } from './stage.ts'

/** Takes one line of the transcript. */
export type Print = (line: string) => void

/** Chat, phone and browser, each use of which is a line of the transcript. */
export function written(stage: Stage, print: Print): Pick<Scene, 'chat' | 'phone' | 'browser'> {
  const { chat } = stage
  const did = (user: string, what: string) => print(`  ${user.padEnd(9)} ${what}`)
  const shown = new Set<string>()
  return {
    chat: {
      ...chat,
      say(user, text) {
        did(user, `“${text}”`)
        return chat.say(user, text)
      },
      press(user, label) {
        did(user, `[${label}]`)
        return chat.press(user, label)
      },
      choose(user, option) {
        did(user, `[${option}]`)
        return chat.choose(user, option)
      },
      submit(user, values) {
        did(user, typed(values))
        return chat.submit(user, values)
      },
      link(user, label) {
        did(user, `[${label}]`)
        return chat.link(user, label)
      },
      async waitFor(user, match, options) {
        const seen = await chat.waitFor(user, match, options)
        const words = wordsOf(seen)
        if (!shown.has(words)) for (const line of [`Latchkey → ${user}`, ...words.split('\n')]) print(`    ${line}`)
        shown.add(words)
        return seen
      },
    },
    browser(user) {
      const browser = stage.browser(user)
      const shows = async (page: Promise<SeenPage>): Promise<SeenPage> => {
        const { status, title } = await page
        print(`    page of ${user}: “${title}”${status < 400 ? '' : ` (${status})`}`)
        return page
      }
      return {
        look: (url) => shows(browser.look(url)),
        open: (url) => shows(browser.open(url)),
        press(todo, values = {}) {
          did(user, `[on the page: ${todo}] ${typed(values)}`.trimEnd())
          return shows(browser.press(todo, values))
        },
        signIn(password) {
          did(user, '[signs in at JumpCloud]')
          return shows(browser.signIn(password))
        },
        addPasskey() {
          did(user, '[makes a passkey]')
          return shows(browser.addPasskey())
        },
        usePasskey() {
          did(user, '[uses their passkey]')
          return shows(browser.usePasskey())
        },
      }
    },
    phone(user) {
      const phone = stage.phone(user)
      return {
        ...phone,
        async ring(timeoutMs) {
          const push = await phone.ring(timeoutMs)
          print(`  phone of ${user}: “${push.message.replace(push.code, '••••••')}”`)
          return push
        },
        accept(id) {
          did(user, '[accepts on the phone]')
          return phone.accept(id)
        },
        deny(id) {
          did(user, '[denies on the phone]')
          return phone.deny(id)
        },
      }
    },
  }
}

/** What nobody else should see is not written down either. */
const typed = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${secret.includes(name) ? '••••••' : value}`)
    .join(', ')
const secret = ['code', 'password', 'again', 'words']

const wordsOf = ({ title, body, quotes, facts, buttons }: SeenMessage): string =>
  [
    `| ${title}`,
    ...body.map((line) => `|   ${line}`),
    ...facts.map(({ label, value }) => `|   ${label}: ${value}`),
    ...quotes.map(({ from, words }) => `|   ${from}: “${words}”`),
    ...(buttons.length > 0 ? [`|   ${buttons.map((label) => `[${label}]`).join(' ')}`] : []),
  ].join('\n')
