// The calls that Latchkey made to JumpCloud, newest first, with names instead of ids and alike ones in a row as one.
import { element, redrawOnChange, timeOf } from './element.js'
import { words } from './words.js'

function runs(calls) {
  const found = []
  for (const one of calls) {
    const last = found.at(-1)
    const isAlike = last && ['method', 'path', 'status', 'answered'].every((name) => last[name] === one[name])
    if (isAlike) last.times += 1
    else found.push({ ...one, times: 1 })
  }
  return found
}

/** Ids by the names that they stand for; lines break at slashes and nowhere else. */
const readable = (path, nameOf) =>
  path
    .replace(/[0-9a-f]{24}/g, (id) => `‹${nameOf.get(id) ?? `${id.slice(0, 4)}…`}›`)
    .split(/(?=\/|\?)/)
    .map((part) => element('span', { class: 'path-part' }, part))

function outcome({ status, answered }) {
  const isBad = status >= 400 || status === 0 || !answered
  const text = status === 0 ? words.neverArrived : answered ? String(status) : words.answerLost(status)
  return element('span', { class: isBad ? 'status bad' : 'status' }, text)
}

export function createCalls(list) {
  const draw = redrawOnChange(({ calls, names }) => {
    const nameOf = new Map(names)
    const drawRun = (run) =>
      element(
        'li',
        { class: 'row call' },
        element('span', { class: `method ${run.changed ? 'wrote' : ''}` }, run.method),
        element('span', { class: 'row-main path', title: run.path }, ...readable(run.path, nameOf)),
        run.times > 1 ? element('span', { class: 'badge quiet' }, words.times(run.times)) : undefined,
        outcome(run),
        element('span', { class: 'muted' }, timeOf(run.at)),
      )
    list.replaceChildren(
      calls.length > 0
        ? element('ol', { class: 'rows' }, ...runs(calls).map(drawRun))
        : element('p', { class: 'nothing' }, words.callsEmpty),
    )
  })
  return ({ calls, people, groups }) => draw({ calls, names: [...people, ...groups].map(({ id, name }) => [id, name]) })
}
