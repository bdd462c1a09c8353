// A person in front of a browser of their own: opens links, fills the real forms, signs in at JumpCloud, keeps passkeys in it.
import { type Asked, createAuthenticator } from './authenticator.ts'
import { createVisitor, type Shown, wordsOf } from './visitor.ts'

/** A page as its reader sees it. */
export interface SeenPage {
  status: number
  title: string
  /** What it says is wrong; empty where nothing is. */
  alert: string
  /** All that stands on it. */
  words: string
}

export interface Browser {
  /** Fetches a page and does nothing with it, as programs do that look at links before people. */
  look(url: string): Promise<SeenPage>
  /** Opens a link as a person does: looks at it, and continues. */
  open(url: string): Promise<SeenPage>
  /** Sends the form of the page that is open, by what its button does. */
  press(todo: string, values?: Record<string, string>): Promise<SeenPage>
  /** From the page that is open to JumpCloud's own and back, with password and authenticator app. */
  signIn(password?: string): Promise<SeenPage>
  /** Makes a passkey in this browser, on the page that is open. */
  addPasskey(): Promise<SeenPage>
  /** Answers with a passkey of this browser, on the page that is open. */
  usePasskey(): Promise<SeenPage>
}

export function createBrowser({ email, publicUrl }: { email: string; publicUrl: string }): Browser {
  const visitor = createVisitor()
  const authenticator = createAuthenticator(publicUrl)
  let html = ''
  const show = (shown: Shown): SeenPage => {
    html = shown.html
    return {
      status: shown.status,
      title: wordsOf(/<h1>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '').replace(/^[✓!] /, ''),
      alert: wordsOf(/<div role="alert">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? ''),
      words: wordsOf(html),
    }
  }

  /** Only what the page really offers can be sent. */
  async function press(todo: string, values: Record<string, string> = {}): Promise<SeenPage> {
    const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? []
    const form = forms.find((one) => one.includes(`name="do" value="${todo}"`))
    if (!form) throw new Error(`the page has nothing to press for ${todo}: ${wordsOf(html)}`)
    for (const name of Object.keys(values))
      if (!form.includes(`name="${name}"`)) throw new Error(`the form for ${todo} has no field ${name}`)
    return show(await visitor.press(todo, values))
  }

  async function answer(ask: string, send: string, made: (asked: Asked) => object): Promise<SeenPage> {
    const { body } = await visitor.call(ask)
    if (typeof body.challenge !== 'string')
      throw new Error(`the page does not ask for a passkey: ${JSON.stringify(body)}`)
    await visitor.call(send, { answer: made({ ...body, challenge: body.challenge }) })
    return show(await visitor.reload())
  }

  return {
    look: async (url) => show(await visitor.get(url)),
    async open(url) {
      const first = show(await visitor.get(url))
      return html.includes('name="do" value="open"') ? press('open') : first
    },
    press,
    async signIn(password = 'only the sandbox takes any') {
      const leaving = await press('sign-in')
      const there = /href="([^"]+)" rel="noreferrer"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      if (there === undefined) throw new Error(`there is no way to JumpCloud: ${leaving.words}`)
      await visitor.get(there)
      return show(await visitor.fill({ email, password, code: '000000', do: 'sign-in' }))
    },
    addPasskey: () => answer('add-ask', 'add-answer', (asked) => authenticator.create(asked)),
    usePasskey: () => answer('passkey-ask', 'passkey-answer', (asked) => authenticator.get(asked)),
  }
}
