// Northwind's groups and applications.
import { type Application, idOf, type UserGroup } from '../state.ts'
import { people } from './people.ts'

interface GroupRow {
  name: string
  description: string
  /** Usernames, or a whole department. */
  members: string[] | { department: string }
  membership?: UserGroup['membershipMethod']
  query?: string[]
  sudo?: boolean
}

const rows: GroupRow[] = [
  {
    name: 'Looker – Analyst',
    description: 'Reads and builds dashboards in Looker',
    members: ['mei.tanaka', 'tom.okafor', 'alex.kim', 'sofia.rossi'],
  },
  { name: 'Looker – Admin', description: 'Administers Looker', members: ['mei.tanaka', 'tom.okafor'] },
  { name: 'Wiki – Readers', description: 'Reads the company wiki', members: { department: 'Engineering' } },
  { name: 'Figma – Editors', description: 'Edits design files', members: ['zoe.laurent', 'lin.zhao', 'aisha.rahman'] },
  { name: 'VPN – Contractors', description: 'Network access for contractors', members: ['pavel.horak'] },
  { name: 'Engineering', description: 'Everyone in Engineering', members: { department: 'Engineering' } },
  { name: 'Finance', description: 'Everyone in Finance', members: { department: 'Finance' } },
  {
    name: 'IT – Service Desk',
    description: 'Answers requests for help',
    members: ['dana.whitfield', 'ben.carter', 'omar.farouk'],
  },
  { name: 'Security', description: 'The security team', members: { department: 'Security' } },
  { name: 'HR', description: 'The people team', members: ['claire.dubois', 'hannah.fischer'] },
  { name: 'Latchkey – Admins', description: 'Administers Latchkey', members: ['ruth.adler', 'omar.farouk'] },
  { name: 'Executives', description: 'The executive team', members: { department: 'Executive' } },
  {
    name: 'Server Operators',
    description: 'Root on the servers',
    members: ['viktor.lund', 'alex.kimm'],
    sudo: true,
  },
  {
    name: 'All Staff',
    description: 'Everyone employed, kept by a query',
    members: [],
    membership: 'DYNAMIC_AUTOMATED',
    query: ['state:$eq:ACTIVATED', 'employeeType:$eq:Full-time'],
  },
  {
    name: 'Contractors',
    description: 'Everyone on a contract, proposed by a query',
    members: ['pavel.horak', 'lin.zhao'],
    membership: 'DYNAMIC_REVIEW_REQUIRED',
    query: ['employeeType:$eq:Contractor'],
  },
]

const usernames = (members: GroupRow['members']): string[] =>
  Array.isArray(members)
    ? members
    : people.filter((person) => person.department === members.department).map((person) => person.username)

export const groups = (): UserGroup[] =>
  rows.map((row) => ({
    id: idOf('group', row.name),
    name: row.name,
    description: row.description,
    membershipMethod: row.membership ?? 'STATIC',
    sudo: { enabled: row.sudo ?? false, withoutPassword: false },
    members: new Set(usernames(row.members).map((username) => idOf('user', username))),
    ...(row.query ? { query: row.query } : {}),
  }))

export const applications = (): Application[] =>
  ['Looker', 'Wiki', 'Figma'].map((label) => ({
    _id: idOf('application', label),
    name: label.toLowerCase(),
    displayName: label,
    displayLabel: label,
  }))
