// English for the command that moves the store.
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
