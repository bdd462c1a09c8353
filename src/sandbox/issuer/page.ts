// The page on which people of the sandbox sign in: name, password, and the code of their second factor.

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const frame = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in – JumpCloud sandbox</title><style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 2rem auto; padding: 0 1rem; color: #1c2530 }
label { display: block; margin-top: 1rem } input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem }
button { font: inherit; margin: 1.5rem .5rem 0 0; padding: .5rem 1rem } [role=alert] { color: #a4161a } .soft { color: #55606c }
</style></head><body><main>${body}</main></body></html>`

export function signInPage({ path, asking, problem, email = '' }: Shown): string {
  return frame(`<h1>Sign in</h1>
<p class="soft">This is the sandbox, and nobody here is real. Any password will do for whoever has set none; any six digits are a code.</p>
${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>`}
<form method="post" action="${escaped(path)}">
<input type="hidden" name="asking" value="${escaped(asking)}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="off" required value="${escaped(email)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="off">
<label for="code">Code of your authenticator app</label>
<input id="code" name="code" inputmode="numeric" autocomplete="off" maxlength="6">
<button name="do" value="sign-in">Sign in</button><button name="do" value="cancel" formnovalidate>Cancel</button>
</form>`)
}

interface Shown {
  path: string
  asking: string
  problem?: string | undefined
  email?: string | undefined
}

export const brokenPage = (why: string): string =>
  frame(`<h1>This cannot go on</h1><p role="alert">${escaped(why)}</p>`)
