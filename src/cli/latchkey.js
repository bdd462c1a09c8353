#!/usr/bin/env node
// The command line's door. Plain JavaScript, so that an old Node reads it and hears what to do instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  const { run } = await import('./run.ts')
  await run(process.argv.slice(2))
} else {
  process.stderr.write(
    `This is Node ${process.versions.node}; Latchkey runs on Node 24, which it brings along.\n` +
      'Run it by npm, which finds that Node: npm ci, and then: npm run latchkey -- --help\n',
  )
  process.exitCode = 1
}
