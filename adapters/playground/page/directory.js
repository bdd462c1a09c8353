// What JumpCloud holds right now: people and their locks, groups and their members, and what of it has just changed.
import { call } from './api.js'
import { createCalls } from './calls.js'
import { element, redrawOnChange, replaceKeepingFocus, timeOf } from './element.js'
import { createMarks } from './marks.js'
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

/** "changed 17:51" or "+ Leo Brandt 17:51", beside what it happened to. */
const note = (mark) => mark && element('span', { class: 'muted change' }, `${mark.what} `, timeOf(mark.at))

export function createDirectory(pane, { refresh, failed }) {
  const list = (name) => pane.querySelector(`#list-${name}`)
  const mood = pane.querySelector('#mood')
  const marks = { people: createMarks(), groups: createMarks() }
  const drawCalls = createCalls(list('calls'))
  createInnerTabs(pane.querySelector('[role=tablist]'))
  let changes = 0

  async function pull(lever, user) {
    try {
      await call('/directory', { do: lever, user })
      refresh()
    } catch {
      failed()
    }
  }
  mood.addEventListener('change', () => pull(mood.value))

  function noteChanges(name, values, describe, at) {
    if (!marks[name].look(values, describe, at)) return
    changes += 1
    if (list(name).hidden) pane.querySelector(`#tab-${name}`).classList.add('has-news')
  }

  const rowClass = (name, id) =>
    `row ${name === 'groups' ? 'two-lines' : ''} ${marks[name].takeFresh(id) ? 'is-fresh' : ''}`

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

  const drawPerson = ({ person, member, mark }) =>
    element(
      'li',
      { class: rowClass('people', person.id), 'data-key': person.id },
      element('span', { class: 'row-main' }, person.name, note(mark)),
      element('span', { class: 'badges' }, ...badgesOf(person)),
      member && !person.locked ? lockButton(member) : undefined,
    )

  const drawGroup = ({ group, known, mark }) => {
    const rest = group.members.length - known.length
    const told = [...known, ...(rest > 0 ? [words.andMore(rest)] : [])].join(', ')
    return element(
      'li',
      { class: rowClass('groups', group.id), 'data-key': group.id },
      element('span', { class: 'row-main' }, group.name, note(mark)),
      element('span', { class: 'muted' }, told || words.noMembers),
    )
  }

  /** Those who are played stand on top; the rest of the company folds away. */
  function drawList(name, { top, folded, label, drawRow }) {
    const wasOpen = list(name).querySelector('details')?.open ?? false
    replaceKeepingFocus(
      list(name),
      element('ul', { class: 'rows' }, ...top.map(drawRow)),
      element(
        'details',
        { open: wasOpen },
        element('summary', {}, label(folded.length)),
        element('ul', { class: 'rows' }, ...folded.map(drawRow)),
      ),
    )
  }

  const drawPeople = redrawOnChange((rows) => {
    const top = rows.filter(({ member }) => member)
    const folded = rows.filter(({ member }) => !member)
    drawList('people', { top, folded, label: words.everybodyElse, drawRow: drawPerson })
  })

  const drawGroups = redrawOnChange((rows) => {
    const isTop = ({ known, mark }) => known.length > 0 || mark !== undefined
    const folded = rows.filter((row) => !isTop(row))
    drawList('groups', { top: rows.filter(isTop), folded, label: words.otherGroups, drawRow: drawGroup })
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

  function showPeople({ cast, sandbox, now }) {
    const flags = ({ id, locked, suspended, passwordExpired }) => [id, { locked, suspended, passwordExpired }]
    noteChanges('people', sandbox.people.map(flags), words.flagsChanged, now)
    const placeOf = (person) => cast.findIndex((member) => member.jumpcloudUserId === person.id)
    const rows = sandbox.people.map((person) => ({
      person,
      member: cast[placeOf(person)],
      mark: marks.people.of(person.id),
    }))
    drawPeople(rows.toSorted((a, b) => placeOf(a.person) - placeOf(b.person)))
  }

  function showGroups({ cast, sandbox, now }) {
    const nameOf = new Map(sandbox.people.map(({ id, name }) => [id, name]))
    const played = new Set(cast.map((member) => member.jumpcloudUserId))
    const describe = (before, after) =>
      words.membersChanged(
        after.filter((id) => !before.includes(id)).map((id) => nameOf.get(id)),
        before.filter((id) => !after.includes(id)).map((id) => nameOf.get(id)),
      )
    noteChanges(
      'groups',
      sandbox.groups.map(({ id, members }) => [id, members]),
      describe,
      now,
    )
    drawGroups(
      sandbox.groups.map((group) => ({
        group,
        known: group.members.filter((id) => played.has(id)).map((id) => nameOf.get(id)),
        mark: marks.groups.of(group.id),
      })),
    )
  }

  return {
    show(state) {
      const { sandbox } = state
      for (const name of ['people', 'groups', 'calls']) {
        if (sandbox) delete list(name).dataset.gone
        else list(name).dataset.gone = words.sandboxGone
      }
      if (!sandbox) return
      showPeople(state)
      showGroups(state)
      drawCalls(sandbox)
      drawMood({ mood: sandbox.mood, faults: sandbox.faults })
    },
    news: () => changes,
  }
}
