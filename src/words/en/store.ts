// English for what happens to the store: moving it, putting it back from a copy, and another secret for it.
export const storeWords = {
  'store.about': 'The store and where it is',
  'store.move': 'move everything to the other kind of store; stop every Latchkey first',
  'store.to': 'postgres (from LATCHKEY_DATA to DATABASE_URL) or folder (the other way)',
  'store.no-database':
    'DATABASE_URL is not set. Set it to the PostgreSQL database; the folder is taken from LATCHKEY_DATA.',
  'store.moved-table': '  {table}: {count, number, ::group-off}',
  'store.moved':
    'Moved: {rows, plural, one {# row} other {# rows}} of {tables, plural, one {# table} other {# tables}}, and {jobs, plural, one {# job} other {# jobs}} that had not run. The ledger’s {records, plural, one {# record} other {# records}} were checked one by one; its end is {hash}….',
  'store.start-postgres':
    'Start Latchkey with DATABASE_URL from now on. The folder {folder} is left as it was, and refuses to start.',
  'store.start-folder':
    'Start Latchkey without DATABASE_URL from now on. The database is left as it was, and refuses to start.',
  'store.moved-here':
    'say that the whole store was taken to another place and nothing was lost; stop every Latchkey first',
  'store.moved-noted': 'Noted: the store lives here now. Nothing else was changed.',
  'store.moved-not': 'The store stands where it stood. Nothing was changed.',
  'store.restored':
    'say that the store was put back from a copy: what is open ends, and everything is frozen; stop every Latchkey first',
  'store.restored-done':
    '{ended, plural, one {One open request was} other {# open requests were}} ended, and {begun, plural, =0 {none had begun} one {one that had begun waits for a person to look} other {# that had begun wait for a person to look}}. Latchkey is frozen until two people start it again. What to look at first stands in the audit channel, and in docs/operate.md under “Restoring”.',
  'audit.restored':
    'Latchkey was put back from a copy. {ended, plural, one {One open request was} other {# open requests were}} ended, and {begun, plural, =0 {none had begun} one {one that had begun needs a person} other {# that had begun need a person}}. Nothing is changed until two people start Latchkey again.',
  'audit.restored-until':
    'The copy ends on {until}, with record {record, number, ::group-off} of the ledger. What was done after that stands in this channel, and nowhere else.',
  'audit.restored-changed':
    'The note of where the store lives was changed or removed by somebody, not by Latchkey: please treat it as an attack.',
  'audit.restored-lent': 'Access that was lent after it will not end by itself: please take it back by hand.',
  'audit.restored-people':
    'Pauses, disconnected chat accounts and removed passkeys of after it are forgotten: please pause, disconnect and remove again. Printed recovery codes are all void.',
  'audit.restored-next': 'When all that is looked at, two people start Latchkey again.',
  'audit.moved': 'The store of Latchkey was moved, and nothing was lost: so said whoever works on its host.',
  'request.restored-title': 'R-{number, number, ::group-off} is not carried on',
  'request.restored':
    'Latchkey was put back from a copy. What you asked for then is not carried on. If you still need it, please ask again.',
  'request.restored-begun':
    'Latchkey was put back from a copy, and this had begun. How far it got is not known here: a person has to look.',
  'notice.codes-void': 'Your printed recovery codes do not count any more',
  'notice.codes-void-next':
    'Latchkey was put back from a copy, and does not know which of them were used since. Write “print recovery codes” to get new ones.',
  'secrets.about': 'replace the secret under which everything is sealed',
  'secrets.rotate':
    'seal everything under LATCHKEY_SECRET that is sealed under LATCHKEY_SECRET_PREVIOUS, while every Latchkey is stopped',
  'secrets.no-previous': 'put the secret of before into LATCHKEY_SECRET_PREVIOUS, and the new one into LATCHKEY_SECRET',
  'secrets.same': 'LATCHKEY_SECRET and LATCHKEY_SECRET_PREVIOUS are the same',
  'secrets.done-before': 'Everything is sealed under this LATCHKEY_SECRET already.',
  'secrets.rotated': '{rows, plural, one {One row is} other {# rows are}} sealed under the new LATCHKEY_SECRET.',
  'secrets.refused': 'Not sealed as it was written, and left alone: {table} {key}',
  'secrets.refused-next':
    'Latchkey believes none of these rows. If nobody restored or edited the database by hand, treat it as an attack.',
  'secrets.next':
    'Now take LATCHKEY_SECRET_PREVIOUS away, keep a copy of the new secret apart from the store, and start.',
} as const
