// Everyday talk that has nothing to do with accounts, groups or requests.
import { lines } from './row.ts'

export const smallTalk = lines(`
  what is the weather like
  will it rain tomorrow
  make me laugh
  sing a song
  what time is it
  what day is today
  who won the match
  what is for lunch
  where can I eat near the office
  order a pizza
  book a flight to Rome
  book a room for Thursday
  I need a new chair
  my chair is broken
  I need a bigger monitor
  my mouse does not work
  my keyboard is missing a key
  the printer has a paper jam
  the wifi is terribly slow
  the internet is down
  vpn is very slow today
  teams has no sound
  outlook crashes when I open it
  my mailbox is full
  my laptop is slow
  my laptop does not start
  the battery is empty
  excel shows an error
  the screen is black
  the projector is broken
  the web shop does not answer
  how do I install python
  how do I print in colour
  how do I take a screenshot
  how do I merge cells
  how do I submit expenses
  when does the salary arrive
  when is the next holiday
  how many vacation days are left
  what is the capital of Peru
  how tall is the tower
  how far is the moon
  what is seventeen times four
  translate this sentence into Spanish
  summarise this document
  write a mail to my boss
  write me a poem
  set a timer
  remind me tomorrow at nine
  play some jazz
  recommend a book
  what is the meaning of life
  who leads the country
  who is the ceo
  I am hungry
  I am tired
  I am bored
  I am late today
  I am sick today
  my train is late
  my dog ate my homework
  the lift stopped between two floors
  the light is flickering in room two
  it is cold in here
  there is no coffee
  the kitchen is dirty
  a parcel has arrived
  where is the office in Berlin
  how do I get to the airport
  is the office open on Sunday
  what is our address
  when is the all hands
  what did we earn last quarter
  share the slides please
  can you review my document
  fix the bug in production
  deploy the new version
  the pipeline fails
  restart the server
  the test is flaky
  what does this error mean
  lorem ipsum dolor sit amet
  asdf
  qwertz
  test
  blah blah
  lol
  haha
  hmm
  what
  really
  I love you
  you are stupid
  this is nonsense
  I don't like mondays
  happy birthday
  congratulations
  merry christmas
  buy bitcoin
  stock price of apple
  convert ten miles to kilometres
  what is the exchange rate
  find a cheap hotel
  rent a car
  how do I cook rice
  who painted that picture
  turn on the lights
  turn up the heating
  open the window
  close the door
  water the plants
`)
