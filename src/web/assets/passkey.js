// Lets the browser answer what our server asks of a passkey, and says in the page's own words how that went.
const { startAuthentication, startRegistration, browserSupportsWebAuthn } = globalThis.SimpleWebAuthnBrowser
const status = document.querySelector('[role="status"]')

async function call({ path, csrf }, name, body = {}) {
  const answer = await fetch(`${path}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ csrf, ...body }),
  })
  return answer.json()
}

async function run(button) {
  const { ask, answer, waiting, stopped, missing } = button.dataset
  if (!browserSupportsWebAuthn()) {
    status.textContent = missing
    return
  }
  button.disabled = true
  status.textContent = waiting
  try {
    const optionsJSON = await call(button.dataset, ask)
    if (!optionsJSON.again) {
      const isNew = 'user' in optionsJSON
      const given = await (isNew ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON }))
      const name = isNew ? document.querySelector('#passkey-name')?.value : undefined
      await call(button.dataset, answer, { answer: given, name })
    }
    // Whatever came of it, the page says it.
    location.replace(location.href)
  } catch {
    status.textContent = stopped
    button.disabled = false
    button.focus()
  }
}

for (const button of document.querySelectorAll('button[data-ask]')) button.addEventListener('click', () => run(button))
