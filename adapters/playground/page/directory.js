// What JumpCloud holds right now: people and their locks, groups and their members, the calls that were made.
import { call } from './api.js'
import { element, redrawOnChange, timeOf } from './element.js'
import { createInnerTabs } from './tabs.js'
import { words } from './words.js'

const badge = (tone, text) => element('span', { class: `badge ${tone}` }, text)

function badgesOf(person) {
  const badges = [
    person.locked && badge('bad', words.locked),
    person.suspended && badge('bad', words.suspended),
    person.passwordExpired && badge('waiting', words.expired),
  ].filter(Boolean)
  return badges.length > 0 ? badges : [badge('quiet', words.fine)]
}

export function createDirectory(pane, { refresh, failed }) {
  const list = (name) => pane.querySelector(`#list-${name}`)
  const mood = pane.querySelector('#mood')
  createInnerTabs(pane.querySelector('[role=tablist]'))

  async function pull(lever, user) {
    try {
      await call('/directory', { do: lever, user })
      refresh()
    } catch {
      failed()
    }
  }
  mood.addEventListener('change', () => pull(mood.value))

  const lockButton = (member) =>
    element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': words.lockPerson(member.name),
        on: { click: () => pull('lock', member.user) },
      },
      words.lock,
    )

  const drawPerson = (person, member) =>
    element(
      'li',
      { class: 'row' },
      element('span', { class: 'row-main' }, person.name),
      element('span', { class: 'badges' }, ...badgesOf(person)),
      member && !person.locked ? lockButton(member) : undefined,
    )

  const drawPeople = redrawOnChange(({ cast, people }) => {
    const memberOf = new Map(
      cast.filter((member) => member.jumpcloudUserId).map((member) => [member.jumpcloudUserId, member]),
    )
    const played = people.filter((person) => memberOf.has(person.id))
    const others = people.filter((person) => !memberOf.has(person.id))
    const wasOpen = list('people').querySelector('details')?.open ?? false
    list('people').replaceChildren(
      element('ul', { class: 'rows' }, ...played.map((person) => drawPerson(person, memberOf.get(person.id)))),
      element(
        'details',
        { open: wasOpen },
        element('summary', {}, words.everybodyElse(others.length)),
        element('ul', { class: 'rows' }, ...others.map((person) => drawPerson(person))),
      ),
    )
  })

  const drawGroups = redrawOnChange(({ cast, groups }) => {
    const nameOf = new Map(cast.map((member) => [member.jumpcloudUserId, member.name]))
    const drawGroup = (group) => {
      const known = group.members.map((id) => nameOf.get(id)).filter(Boolean)
      const rest = group.members.length - known.length
      const told = [...known, ...(rest > 0 ? [words.andMore(rest)] : [])].join(', ')
      return element(
        'li',
        { class: 'row two-lines' },
        element('span', { class: 'row-main' }, group.name),
        element('span', { class: 'muted' }, told || words.noMembers),
      )
    }
    const isKnown = (group) => group.members.some((id) => nameOf.has(id))
    const others = groups.filter((group) => !isKnown(group))
    const wasOpen = list('groups').querySelector('details')?.open ?? false
    list('groups').replaceChildren(
      element('ul', { class: 'rows' }, ...groups.filter(isKnown).map(drawGroup)),
      element(
        'details',
        { open: wasOpen },
        element('summary', {}, words.otherGroups(others.length)),
        element('ul', { class: 'rows' }, ...others.map(drawGroup)),
      ),
    )
  })

  const drawCalls = redrawOnChange(({ calls, names }) => {
    const nameOf = new Map(names)
    /** Ids by the names that they stand for; lines break at slashes and nowhere else. */
    const readable = (path) =>
      path
        .replace(/[0-9a-f]{24}/g, (id) => `‹${nameOf.get(id)?.replaceAll(' ', '\u00a0') ?? `${id.slice(0, 4)}…`}›`)
        .split(/(?=\/)/)
        .flatMap((part) => [part, element('wbr')])
    const drawCall = ({ method, path, status, changed, at }) =>
      element(
        'li',
        { class: 'row call' },
        element('span', { class: `method ${changed ? 'wrote' : ''}` }, method),
        element('span', { class: 'row-main path', title: path }, ...readable(path)),
        element(
          'span',
          { class: status >= 400 || status === 0 ? 'status bad' : 'status' },
          status === 0 ? '–' : String(status),
        ),
        element('span', { class: 'muted' }, timeOf(at)),
      )
    list('calls').replaceChildren(
      calls.length > 0
        ? element('ol', { class: 'rows' }, ...calls.map(drawCall))
        : element('p', { class: 'nothing' }, words.callsEmpty),
    )
  })

  const drawMood = redrawOnChange(({ mood: current, faults }) => {
    const moods = Object.entries(words.moods).map(([lever, label]) =>
      element('option', { value: lever, selected: lever === current }, label),
    )
    const custom =
      current === 'other' ? [element('option', { value: 'other', selected: true }, words.customMood(faults))] : []
    mood.replaceChildren(...custom, ...moods)
    mood.classList.toggle('is-unwell', current !== 'no-faults')
  })

  return {
    show({ cast, sandbox }) {
      if (!sandbox) {
        for (const name of ['people', 'groups', 'calls']) list(name).dataset.gone = words.sandboxGone
        return
      }
      for (const name of ['people', 'groups', 'calls']) delete list(name).dataset.gone
      drawPeople({ cast, people: sandbox.people })
      drawGroups({ cast, groups: sandbox.groups })
      const named = [...sandbox.people, ...sandbox.groups].map(({ id, name }) => [id, name])
      drawCalls({ calls: sandbox.calls, names: named })
      drawMood({ mood: sandbox.mood, faults: sandbox.faults })
    },
  }
}
