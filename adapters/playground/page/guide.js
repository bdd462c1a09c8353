// Things to try: each puts the right people on the page and says in a few steps what to do.
import { call } from './api.js'
import { element, redrawOnChange } from './element.js'
import { words } from './words.js'

const drawSteps = (steps) => steps.map((step) => element('li', {}, step))

/** `panes` are the chat panes by seat; `reveal()` brings the employee's to the front on a small screen. */
export function createGuide({ selection, refresh, failed, panes, reveal }) {
  const button = document.getElementById('guide-button')
  const sheet = document.getElementById('guide')
  const shownSteps = document.getElementById('steps')
  let state

  /** JumpCloud as the scene needs it: well or not, and the account locked again that the last try unlocked. */
  async function prepare({ mood, lock }) {
    const { cast, sandbox } = state
    if (sandbox?.mood !== mood) await call('/directory', { do: mood })
    const id = cast.find(({ user }) => user === lock)?.jumpcloudUserId
    if (id && !sandbox?.people.find((person) => person.id === id)?.locked)
      await call('/directory', { do: 'lock', user: lock })
  }

  async function play(scene) {
    sheet.hidePopover()
    try {
      await prepare(scene)
    } catch {
      failed()
      return
    }
    selection.set('scene', scene.name)
    panes.approver.sit(scene.approver)
    panes.employee.sit(scene.employee, scene.say)
    reveal()
    panes.employee.focus()
    draw()
    refresh()
  }

  const drawScene = (scene) =>
    element(
      'li',
      { class: 'scene' },
      element('h3', {}, scene.title),
      element('ol', { class: 'scene-steps' }, ...drawSteps(scene.steps)),
      element(
        'button',
        {
          type: 'button',
          class: 'button plain',
          'aria-label': words.playScene(scene.title),
          on: { click: () => play(scene) },
        },
        words.play,
      ),
    )

  const drawScenes = redrawOnChange((scenes) => {
    button.hidden = scenes.length === 0
    sheet.replaceChildren(
      element('h2', { id: 'guide-title' }, words.guideTitle),
      element('p', { class: 'muted' }, words.guideIntro),
      element('ol', { class: 'scenes' }, ...scenes.map(drawScene)),
    )
  })

  const drawCurrent = redrawOnChange((scene) => {
    shownSteps.setAttribute('aria-label', scene ? scene.title : words.guideTitle)
    shownSteps.replaceChildren(...drawSteps(scene?.steps ?? []))
  })

  function draw() {
    drawScenes(state.scenes)
    drawCurrent(state.scenes.find(({ name }) => name === selection.get('scene')) ?? state.scenes[0])
  }

  return {
    show(next) {
      state = next
      draw()
    },
  }
}
