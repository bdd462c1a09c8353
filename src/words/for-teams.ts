// The Teams adapter's own sentences, rendered once: an adapter knows no word keys, and these have no reader of their own.
import { render } from './render.ts'
import { type Reader, text } from './text.ts'

export const wordsForTeams = (reader: Reader) => ({
  choose: render(text('teams.choose'), reader),
  pickOne: render(text('teams.pick-one'), reader),
  fillIn: render(text('teams.fill-in'), reader),
  received: render(text('teams.received'), reader),
  formBelow: render(text('teams.form-below'), reader),
  sent: render(text('teams.sent'), reader),
  closed: render(text('teams.closed'), reader),
  addMe: render(text('teams.add-me'), reader),
})
