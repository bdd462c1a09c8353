// What people write about their requests, when they want a human, and when they want to know what Latchkey can do.
import { type Row, rowsOf } from './row.ts'

export const requestRows: readonly Row[] = [
  ...rowsOf(
    'my-requests',
    `
    my requests
    show my requests
    my open requests
    open requests
    request list
    list my pending requests
    status of my request
    what is the status of R-1042
    R-1042
    status R-7
    any news on R-88
    where is my request
    where does my request stand
    how is my request going
    has my request been approved
    is it approved yet
    did she approve my request already
    was my request approved or denied
    why was my request denied
    who has to approve my request
    who is sitting on my request
    who still needs to decide on it
    what am I waiting for
    I am still waiting for my access
    still no answer on my request
    I asked for a group three days ago and heard nothing
    I requested access last week, what became of it
    when will my request be done
    how long does the approval take
    how much longer for the approval
    any progress on my access request
    any update
    any update on the thing I asked for
    track my request
    check my request
    see my request
    did my request go through
    is the request of <@U04AB> approved
    has my manager answered
    remind the approver of my request
    I don't want to cancel it, just see how far it is
    what did I ask for
    which requests do I have open
    request history
    my past requests
    `,
  ),
  ...rowsOf(
    'cancel-request',
    `
    cancel my request
    cancel request
    cancel R-1042
    cancel R-7 please
    withdraw my request
    withdraw R-88
    please withdraw the request from this morning
    take back my request
    take my request back
    I take back what I asked for
    stop my request
    abort my request
    drop my request
    drop R-12
    delete my request
    delete my open request please
    close my open request
    revoke my pending request
    I asked for the wrong group, cancel that
    I picked the wrong one, please cancel it
    I sent the request by mistake
    that request was an accident, remove it
    I no longer need what I asked for
    I don't need the access any more that I requested, withdraw it
    the request is obsolete, close it
    forget my request
    forget about the request I made
    never mind my request, cancel
    scrap that request
    undo my request from yesterday
    void my request
    pull back my request for looker
    please cancel the group request
    cancel the request for the analyst group
    cancel it, my request is not needed
    I changed my mind about the request
    call off my request
    don't go on with my request
    I want to cancel what I ordered yesterday
    how do I cancel a request
    `,
  ),
  ...rowsOf(
    'talk-to-human',
    `
    talk to a human
    I want to talk to a person
    human
    human please
    real person please
    get me a human
    can I talk to somebody
    can I speak with someone in IT
    let me speak to the service desk
    put me through to IT
    connect me with support
    connect me with a real person
    connect me to the help desk
    I need a technician
    I need somebody from IT
    somebody please look at this
    let a colleague have a look at it
    please hand me over to a person
    hand over to IT
    open a ticket for me
    create a ticket
    raise a ticket
    file an incident
    log a case please
    escalate
    escalate this to IT
    I'd rather talk to someone
    I don't want to talk to a bot
    stop, I want a human
    this bot is useless, give me a person
    you don't understand me, is there anybody
    this is too complicated, who can help me
    who can I call
    who do I phone at the help desk
    can someone call me back
    please call me
    contact support
    contact IT
    ask a person
    agent
    operator
    help desk
    service desk
    it support
    I need IT
    ticket please
    none of this helps, who in IT can I ask
    `,
  ),
  ...rowsOf(
    'help',
    `
    help
    help me
    help please
    I need help
    can you help me
    could you help
    menu
    show the menu
    show me everything you can do
    what can you do
    what can you do for me
    what can I do here
    what can I ask
    what do you do
    what are you
    what is this bot for
    what is latchkey
    who are you
    how does this work
    how does this bot work
    how do I use you
    how do I use this
    how can you help
    what are my options
    options
    commands
    list of commands
    which commands are there
    which skills do you have
    what kind of things can I ask you
    examples please
    give me an example
    I don't know what to say here
    I do not know how to start
    I am new here, what is this
    first day here, what can I ask you
    explain yourself
    instructions
    manual
    usage
    ?
    start
    hi
    hello
    hey
    hey there
    hi there
    hello bot
    good morning
    good afternoon
    good evening
    👋
    `,
  ),
]
