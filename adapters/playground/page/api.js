// The page's way to the server: calls, the stream of changes, and whether the server is there at all.

/** Throws when the server is away or says no. */
export async function call(path, body) {
  const response = await fetch(`/api${path}`, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

const fallbackMs = 4000
const settleMs = 60

/**
 * Calls `show` with the newest state: after each announced change, and every few seconds for changes that nobody
 * announces. `connected` hears whether the server answers. Returns "look now".
 */
export function followState(show, connected) {
  let looking = false
  let again = false
  let timer

  async function look() {
    if (looking) {
      again = true
      return
    }
    looking = true
    try {
      const state = await call('/state')
      connected(true)
      show(state)
    } catch (error) {
      connected(false)
      if (!(error instanceof TypeError) && !/\/state/.test(error.message)) throw error
    } finally {
      looking = false
    }
    if (again) {
      again = false
      soon()
    }
  }

  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(look, settleMs)
  }

  new EventSource('/api/events').addEventListener('changed', soon)
  setInterval(() => document.hidden || look(), fallbackMs)
  look()
  return soon
}
