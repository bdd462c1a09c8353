// English for errors: what happened, what is safe, what happens next or what to do.
export const errorWords = {
  'error.sign-in-failed':
    'The sign-in at JumpCloud did not come back as it should. Nothing has happened; you can try again.',
  'error.sign-in-someone-else': 'Somebody else is signed in at JumpCloud. Nothing has happened; sign in as yourself.',
  'error.sign-in-unavailable':
    'JumpCloud’s sign-in does not answer just now. Nothing has happened; please try again in a few minutes.',
  'error.config-invalid': 'The configuration has {count, plural, one {a problem} other {# problems}}:\n{problems}',
  'error.jumpcloud-not-configured':
    'No JumpCloud credential was found: neither JUMPCLOUD_API_KEY nor JUMPCLOUD_CLIENT_ID with JUMPCLOUD_CLIENT_SECRET is set (each also works as …_FILE). Set one and start again.',
  'error.jumpcloud-unauthorised':
    'JumpCloud does not know this credential (401): it was revoked, has expired, or belongs to another region than “{region}”. Nothing was changed. Make a new key in the JumpCloud Admin Portal and restart Latchkey.',
  'error.jumpcloud-forbidden':
    'JumpCloud refused (403): the credential lacks the permission {permission}. Nothing was changed.{skills, select, none {} other { Switched off until then: {skills}.}}',
  'error.jumpcloud-not-found': 'JumpCloud has no such {what}.',
  'error.jumpcloud-conflict': 'JumpCloud says that this conflicts with what is already there: {reason}',
  'error.jumpcloud-rejected': 'JumpCloud did not accept the call ({status}): {reason} Nothing was changed.',
  'error.jumpcloud-busy': 'JumpCloud is busy (429). Nothing was changed. I try again {at}.',
  'error.jumpcloud-unavailable':
    'JumpCloud does not answer ({reason}). Nothing was changed. You can look at https://status.jumpcloud.com.',
  'error.jumpcloud-unknown-outcome':
    'JumpCloud did not confirm ({reason}). It may or may not have acted; I read back before anything is repeated.',
  'error.jumpcloud-malformed': 'JumpCloud sent an answer that I could not read ({reason}). I treat it as no answer.',
  'error.password-refused':
    'JumpCloud did not accept this password: it breaks one of the rules, or was used before. Nothing was changed.',
  'error.insights-off':
    'Directory Insights is not switched on for this JumpCloud organisation, so events cannot be read.',
  'error.ambiguous': 'More than one {what} matches, so I will not guess.',
  'error.not-found': 'I cannot find this {what}.',
  'error.not-allowed': 'That is not possible: {reason}',
  'error.bad-input': '{reason}',
  'error.store-locked':
    'The data folder {folder} is in use by {holder}. Stop that copy first, or set DATABASE_URL to use PostgreSQL with several.',
  'error.store-unsafe': 'The embedded database cannot promise that data survives a power cut: {reason}',
  'error.store-unreachable': 'The database does not answer: {reason}',
  'error.store-put-back':
    'This store stands in another place than before, or was put back from a copy. Say which before you move it: `npm run latchkey -- store restored`, or `store moved` if nothing was lost.',
  'error.store-moved':
    'This store was moved to another place and is not used any more, so that nothing is asked or done twice. Start with the other one: DATABASE_URL or LATCHKEY_DATA says which.',
  'error.other-secret':
    'The store was sealed with another LATCHKEY_SECRET. Set the one that it was made with; if it was replaced, run npm run latchkey -- secrets rotate.',
  'error.secret-changing':
    'LATCHKEY_SECRET is being replaced and that has not ended. Run npm run latchkey -- secrets rotate again, with the same two secrets.',
  'error.store-in-use': 'A Latchkey is still running on this database. Stop every one, then try again.',
  'error.store-not-empty':
    'The store to move to is not empty: there is something in “{what}”. Nothing was moved. Give it a database or a folder that no Latchkey has run on.',
  'error.store-not-whole': 'Not everything is as it must be ({what}), so nothing was moved.',
  'error.port-taken':
    'The port {port, number, ::group-off} is taken, perhaps by a demo that still runs. Take another one: npm run demo -- --port {other, number, ::group-off}',
  'error.port-in-use': 'Another program listens on the port {port} already. Set {name} to a free one.',
  'error.tampered': 'A stored {what} does not carry a valid seal. It is not used, and an administrator has been told.',
  'error.platform-unavailable': '{platform} does not answer ({reason}). The message is kept and sent later.',
  'error.unreachable': 'I have no way to write to this person on {platform}.',
  'error.setup-stopped': 'Stopped. What was written stays as it is. Go on with: npm run setup',
  'error.audit-file':
    'The audit file cannot be written ({reason}), and without a line in it nothing of this kind is done. Nothing was changed.',
  'error.internal': 'Something went wrong on my side. Nothing was changed. Please try again, or ask a person.',
} as const
