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
} as const
