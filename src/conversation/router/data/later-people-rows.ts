// What managers and IT write about other people and about groups as such: skills that may come, kept apart from those that exist.
import { type Row, rowsOf } from './row.ts'

export const laterPeopleRows: readonly Row[] = [
  ...rowsOf(
    'onboard-person',
    `
    onboard a new colleague
    a new employee starts on Monday
    create an account for our new hire
    we have a new joiner next week
    set up a user for the contractor
    new starter in my team, she needs an account
    please create a login for the new intern
    prepare everything for a new hire
    a new person joins us in March
    we hired somebody, what now
    new user
    onboarding
    somebody new is joining my team
    a new member of the team begins in May
    add a new user to the directory
    add a new employee
    `,
  ),
  ...rowsOf(
    'offboard-person',
    `
    offboard our contractor
    an employee is leaving us
    his last day is Friday, remove all access
    she resigned, please close her account
    terminate the access of our former consultant
    today is her last day
    leaver in my team
    employee exit on the 30th
    he left the company
    offboarding
    my contract ends and I leave the company
    take all access away from him, he quit
    someone in my team has quit
    a colleague of mine is leaving on Friday
    `,
  ),
  ...rowsOf(
    'suspend-person',
    `
    suspend his account
    suspend a user
    block her login right now
    disable this user
    deactivate the account of our contractor
    freeze his account
    stop her from signing in
    lock his account until the investigation is over
    turn off the login of the temp
    switch off that user
    please lock <@U04AB> out
    make the kiosk user inactive
    she is on leave, block her account meanwhile
    lock down the account of that contractor
    lock his account now
    block the sign-in of anna@example.com
    put her account on hold
    put the user on suspension
    block <@U04AB> until further notice
    `,
  ),
  ...rowsOf(
    'restore-person',
    `
    reactivate his account
    switch that user on again
    she is back from leave, switch her account on
    activate a user who was suspended
    restore the account of our contractor
    undo the suspension
    turn the login back on for her
    he was disabled by mistake, enable him
    bring back the deactivated user
    unsuspend the account of Peter
    lift the suspension of our contractor
    `,
  ),
  ...rowsOf(
    'delete-person',
    `
    delete the user
    delete his account
    erase the test user for good
    remove the user permanently
    delete my account completely
    wipe all data about the former trainee
    remove this person from the directory
    delete user temp9
    get rid of that old account forever
    delete everything about a former employee because of data protection
    erase the data of our former intern
    `,
  ),
  ...rowsOf(
    'find-person',
    `
    who is <@U04AB>
    what is the phone number of our facility manager
    find a colleague
    look up somebody in the directory
    who is the manager of Maria
    how do I reach somebody in legal
    what is the e-mail of Peter
    who is responsible for travel
    look up jsmith
    who works in payroll
    whose office is in Lisbon
    `,
  ),
  ...rowsOf(
    'list-people',
    `
    list all users
    who is in the finance group
    show the members of the analyst group
    list everyone in marketing
    which people report to Maria
    list all contractors
    all disabled accounts
    members of wiki readers
    list of all employees in Lisbon
    who are the members of this group
    how many people are in the on-call group
    `,
  ),
  ...rowsOf(
    'create-group',
    `
    create a group
    create a new mailing list
    make a new group for the project
    we need a group for the auditors
    set up a distribution list for our team
    new group please
    create group juniper-all
    our team has no list yet, make one
    build a group that I can assign rights to
    rename the group
    delete the group
    make me owner of the group
    add a group to the directory
    add a new group for the trainees
    `,
  ),
]
