// A PostgreSQL database for one conversation, made and dropped on the server that an address names.
import { randomBytes } from 'node:crypto'
import pg from 'pg'

export async function createDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `latchkey_demo_${randomBytes(6).toString('hex')}`
  await run(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
