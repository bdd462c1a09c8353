// Tab lists as the ARIA practice has them: arrow keys, Home and End move; only the chosen tab is in the Tab order.

export function createTabs(list, onChoose = () => {}) {
  const tabs = [...list.querySelectorAll('[role=tab]')]
  const panelOf = (tab) => document.getElementById(tab.getAttribute('aria-controls'))

  function choose(tab, { focus = false } = {}) {
    for (const each of tabs) {
      const isChosen = each === tab
      each.setAttribute('aria-selected', String(isChosen))
      each.tabIndex = isChosen ? 0 : -1
      onChoose(panelOf(each), isChosen, each)
    }
    if (focus) tab.focus()
  }

  for (const tab of tabs) tab.addEventListener('click', () => choose(tab))
  list.addEventListener('keydown', (event) => {
    const index = tabs.indexOf(document.activeElement)
    const target = {
      ArrowRight: tabs[(index + 1) % tabs.length],
      ArrowLeft: tabs[(index - 1 + tabs.length) % tabs.length],
      Home: tabs[0],
      End: tabs.at(-1),
    }[event.key]
    if (index < 0 || !target) return
    event.preventDefault()
    choose(target, { focus: true })
  })
  choose(tabs[0])
  return { choose, tabs }
}

/** Tabs inside one pane: the others' panels are hidden. */
export const createInnerTabs = (list) =>
  createTabs(list, (panel, isChosen, tab) => {
    panel.tabIndex = 0
    panel.hidden = !isChosen
    if (isChosen) tab.classList.remove('has-news')
  })
