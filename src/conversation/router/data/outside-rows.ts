// Texts that ask for nothing Latchkey does. The near misses share our verbs: they teach where our subject ends.
import { lines } from './row.ts'
import { smallTalk } from './small-talk-rows.ts'

const nearMisses = lines(`
  unlock my car
  unlock the meeting room door
  my bike lock is broken
  I am locked out of my flat
  I locked myself out of the house
  the door of the archive is locked
  the toilet is locked
  I left my key inside and the office is locked
  unlock the bootloader of my tablet
  unlock this pdf
  unlock the excel sheet
  the file is locked by another user
  the document is locked for editing
  the database table is locked
  unlock the next level
  my bank account is locked
  my credit card is blocked
  my netflix account is locked
  my instagram was blocked
  unlock my private gmail
  unlock my son's ipad
  my sim card is locked
  what is a lock screen
  why is the sky blue
  why is the build red
  why is the printer offline
  why is the canteen closed
  why was the meeting cancelled
  why is the server so slow
  what is wrong with the coffee machine
  join the meeting
  join the call at three
  join us for lunch
  I want to join the gym
  add me to the meeting invite
  add me to the lunch order
  add me to your friends
  add a slide to the deck
  add milk to the shopping list
  add me on linkedin
  put me on the list for the party
  put the dishes in the kitchen
  I need access to the parking garage
  I need a key for the storage room
  access to the roof terrace
  leave me alone
  leave a message
  leave early today
  I want to take sick leave
  how many days of leave do I have
  I am leaving for lunch
  when does the bus leave
  remove the background of this image
  remove the coffee stain
  take me off the catering order
  unsubscribe me from the netflix newsletter
  cancel my flight
  cancel the meeting at four
  cancel my subscription of the newspaper
  cancel the hotel
  cancel my gym contract
  cancel my order of new chairs
  withdraw money
  my refund request
  my holiday request
  status of my parcel
  where is my package
  status of the expense report
  status of the build
  has my invoice been paid
  approve my vacation
  approve my time sheet
  approve the pull request
  request a day off
  request a standing desk
  request for proposal template
  the request returns a 500 error
  my pull request is failing
  who approves travel costs
  connect the printer
  connect my headset
  connect to the wifi
  connect my phone to the car
  link the two cells in the sheet
  send me the link to the meeting
  connect the monitor to the dock
  verify the invoice
  verify this calculation
  register me for the conference
  register me for the first aid course
  sign me up for the yoga class
  what groups of animals exist
  which group is in the world cup final
  list my tasks
  list my meetings
  show my calendar
  show my payslip
  my pension rights
  what are my rights as a tenant
  what access road leads to the office
  talk to the hand
  who can I talk to about my salary
  talk to my manager about a raise
  call a taxi
  call my mother
  human rights
  human resources policy on parental leave
  the support beam is loose
  buy a ticket for the train
  two tickets for the concert
  ticket machine is broken
  help me write a poem
  help me with this formula
  help me translate a letter
  can you help me move a desk
  help my son with homework
  what can you cook with leeks
  reset the router
  reset my iphone
  reset the counter
  change the wallpaper
  put a new password on the guest wifi
  forgot the pin of my bank card
  what is the wifi password
  delete this message
  delete the last row
  create a spreadsheet
  create a branch in git
`)

/** Our verbs on things that are not ours: the pairs are put together, every third kept, so that no verb alone decides. */
const verbs = lines(`
  unlock
  why is it locked,
  add me to
  join
  put me on
  leave
  remove me from
  cancel
  withdraw
  what is the status of
  show my
  connect
  link
  who can I talk to about
  I need access to
  help with
`)

const things = lines(`
  the parking lot
  the car
  the front door
  the bank
  the gym
  the meeting
  the dinner
  the train
  the hotel booking
  the invoice
  the spreadsheet
  the printer
  the bike shed
  the webinar
  the football match
  the newspaper
  the recipe
  the holiday
  the phone contract
  the dentist
`)

const crossed = verbs.flatMap((verb, row) =>
  things.filter((_, column) => (row + column) % 3 === 0).map((thing) => `${verb} ${thing}`),
)

export const outside: readonly string[] = [...nearMisses, ...smallTalk, ...crossed]
