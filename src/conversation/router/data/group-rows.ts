// What people write to get into a group, out of one, and to see what they have.
import { type Row, rowsOf } from './row.ts'

export const groupRows: readonly Row[] = [
  ...rowsOf(
    'join-group',
    `
    add me to the wiki readers
    add me to a group
    join a group
    I want to join a group
    please add me to Looker Analyst
    I need access to the analyst group
    add me to \`Design – Editors\` for 7 days
    put me in the on-call group until Friday
    put me on the press list
    I need to be in the contractors vpn group
    can I join the data team group
    can I get into the finance group for the quarter end
    could you give me membership in Figma Editors please
    give me access to the billing group for two weeks
    grant me the analyst role group
    I'd like to become a member of security champions
    make me a member of the writers group
    get me into release managers
    request access to the warehouse group
    request membership of a group
    requesting to be added to ops-readers
    join marketing
    join the support group
    join \`pilots\`
    sign me up for the announcements list
    subscribe me to the office mailing list
    let me in to the project Juniper group
    my manager said I should be in the sales group
    my whole team is in the planning group, only I am missing
    I am missing in the reports group
    everyone on my team can open the dashboard except me, I think it is the viewers group
    I changed to the data team and need their group
    I started in support and need the support groups
    I can't open the shared folder because I am not in the group
    need vpn group membership for a week
    temporary access to the admin group for one day because of the audit
    I need the looker group for the q3 numbers
    add <@U04AB> to the readers group
    add my colleague to the finance group
    please put our intern into the interns list
    she needs to be in the reviewers group
    don't remove me, I want to be added to the group
    how do I get into the wiki group
    how can I join a group
    access to group wiki-readers please
    extend my membership in the analyst group
    I want access to looker again
    I want to be on the distribution list for the Lisbon office
    `,
  ),
  ...rowsOf(
    'leave-group',
    `
    leave a group
    leave the finance group
    I want to leave a group
    remove me from the analyst group
    remove me from \`wiki-readers\`
    take me out of the press list
    take me off the mailing list
    get me out of the on-call group
    get me off this list
    I don't need the vpn group any more
    I do not need my looker access anymore
    I no longer need access to the billing group
    no longer in sales, please remove me from their group
    drop me from the planning group
    drop my membership in the writers group
    end my membership of release managers
    give back my access to the analyst group
    give back the group early
    I am finished with the audit, take my access to finance away
    I am done with the project, remove my group
    revoke my access to the warehouse group
    unsubscribe me from announcements
    unsubscribe from the newsletter list
    opt me out of the social list
    leave marketing
    leave support
    quit the group
    exit the reviewers group
    stop the mails from the Juniper list, I am not on that project
    I get mails of a list that I have nothing to do with, take me off
    I changed teams, my old groups should go
    I should not be in the payroll group
    why am I still in that group, remove me
    remove my rights on the deployers group, I never use them
    take <@U04AB> out of the readers group
    remove our former intern from the interns list
    he should not be in the finance group any more
    please kick me out of the test group
    cancel my membership in the pilots group
    I don't want to join, I want to leave the group
    how do I leave a group
    I want to hand in my admin group before it ends
    I'd prefer not to be in the design group anymore
    `,
  ),
  ...rowsOf(
    'my-access',
    `
    what access do I have
    my access
    show my access
    show my groups
    my groups
    which groups am I in
    what groups do I belong to
    list my groups
    list all groups I am a member of
    list my access rights
    what can I get into
    what can I access
    which apps can I use
    which applications do I have
    which systems am I allowed to use
    show me my memberships
    show my permissions
    my permissions
    what are my rights
    am I in the finance group
    am I already in the looker group
    am I a member of wiki readers or not
    do I have access to the warehouse
    do I still have vpn access
    is my access to looker still there
    until when do I have the analyst group
    when does my access end
    when does my membership in the group run out
    how long is my group access still valid
    which mailing lists am I on
    what roles do I have
    which of my accesses are temporary
    I want to know what I can get at, give me the list
    for my handover I need the list of my groups
    check my group memberships please
    tell me everything I have access to
    I don't want to join or leave, only see my groups
    group memberships
    what teams am I part of
    overview of my access
    does the system list me under the editors
    can I see my own access
    `,
  ),
]
