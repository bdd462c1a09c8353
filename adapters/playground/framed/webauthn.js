// Stands in for the passkey library where a page is shown in the playground's frame: this person's device answers.
const browser = location.pathname.split('/').slice(0, 3).join('/')

async function ask(todo, { optionsJSON }) {
  const response = await fetch(`${browser}/passkey`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: todo, asked: optionsJSON }),
  })
  if (!response.ok) throw new Error('This device has no passkey for it.')
  return response.json()
}

globalThis.SimpleWebAuthnBrowser = {
  browserSupportsWebAuthn: () => true,
  startRegistration: (options) => ask('create', options),
  startAuthentication: (options) => ask('get', options),
}
