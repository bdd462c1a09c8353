// English for the demo's command line.
export const demoWords = {
  'demo.about': 'Start an invented company, Latchkey and a page to play with; nothing leaves this machine',
  'demo.script': 'Play the model conversations without a browser and check how each ends',
  'demo.only': 'With --script: only this one ({names})',
  'demo.database':
    'A PostgreSQL server instead of the embedded store; with --script it makes and drops databases there',
  'demo.port': 'The port of the page; 0 takes a free one',
  'demo.bad-port': 'A port is a number from 0 to 65535.',
  'demo.starting': 'Starting an invented company, Latchkey and the playground. The first time takes some seconds.',
  'demo.ready':
    '\n  Playground  {page}\n  Sandbox     {sandbox}/_sandbox/state\n\nPlay Maya on the page, write “I’m locked out”, and hold her phone. Stop with Ctrl+C; nothing is kept.\n',
  'demo.passed': 'All {count} conversations ended as they should.',
  'demo.failed': 'Of {count} conversations these did not end as they should: {failed}',
} as const
