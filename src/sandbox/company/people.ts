// The people of Northwind, an invented company: who they are, where they sit and whom they report to.

export interface Person {
  username: string
  first: string
  last: string
  department: string
  title: string
  location: string
  /** The manager's username. */
  manager?: string
  /** The model of the phone with JumpCloud Protect; absent for people without one. */
  phone?: string
  employeeType: 'Full-time' | 'Contractor' | 'Service'
}

type Row = [first: string, last: string, title: string, location: string, manager: string, phone?: string]

const departments: Record<string, Row[]> = {
  Executive: [
    ['Ingrid', 'Solberg', 'Chief Executive', 'Hamburg', '', 'iPhone 16 Pro'],
    ['Rafael', 'Costa', 'Chief Operating Officer', 'Lisbon', 'ingrid.solberg', 'Pixel 9'],
    ['Helen', 'Whitmore', 'Chief Financial Officer', 'Leeds', 'ingrid.solberg', 'iPhone 15'],
  ],
  Finance: [
    ['Priya', 'Nair', 'Head of Finance Operations', 'Leeds', 'helen.whitmore', 'iPhone 15 Pro'],
    ['Maya', 'Alvarez', 'Accounts Payable Specialist', 'Leeds', 'priya.nair', 'Pixel 8'],
    ['Leo', 'Brandt', 'Financial Analyst', 'Hamburg', 'priya.nair', 'Galaxy S24'],
    ['Ida', 'Lindqvist', 'Payroll Specialist', 'Hamburg', 'priya.nair', 'iPhone 14'],
    ['Grace', 'Mbeki', 'Controller', 'Leeds', 'priya.nair', 'iPhone 13'],
  ],
  Data: [
    ['Mei', 'Tanaka', 'Head of Analytics', 'Hamburg', 'rafael.costa', 'iPhone 16'],
    ['Tom', 'Okafor', 'Senior Analytics Engineer', 'Leeds', 'mei.tanaka', 'Pixel 9 Pro'],
    ['Alex', 'Kim', 'Data Analyst', 'Lisbon', 'tom.okafor', 'iPhone 15'],
    ['Sofia', 'Rossi', 'Data Analyst', 'Lisbon', 'tom.okafor', 'Galaxy S23'],
  ],
  Engineering: [
    ['Jonas', 'Weber', 'Head of Engineering', 'Hamburg', 'ingrid.solberg', 'Pixel 8 Pro'],
    ['Noor', 'Haddad', 'Software Engineer', 'Lisbon', 'jonas.weber'],
    ['Alex', 'Kimm', 'Site Reliability Engineer', 'Hamburg', 'jonas.weber', 'Pixel 7'],
    ['Viktor', 'Lund', 'Platform Engineer', 'Hamburg', 'jonas.weber', 'iPhone 14'],
    ['Aisha', 'Rahman', 'Software Engineer', 'Leeds', 'jonas.weber', 'iPhone 15'],
    ['Diego', 'Fernandez', 'Software Engineer', 'Lisbon', 'jonas.weber', 'Galaxy S24'],
    ['Yuki', 'Sato', 'Quality Engineer', 'Hamburg', 'jonas.weber'],
  ],
  IT: [
    ['Omar', 'Farouk', 'Head of IT', 'Hamburg', 'rafael.costa', 'iPhone 16'],
    ['Dana', 'Whitfield', 'Service Desk Lead', 'Leeds', 'omar.farouk', 'Pixel 9'],
    ['Ben', 'Carter', 'Service Desk Specialist', 'Leeds', 'dana.whitfield', 'iPhone 14'],
    ['Ruth', 'Adler', 'Identity Administrator', 'Hamburg', 'omar.farouk', 'iPhone 15 Pro'],
  ],
  Security: [
    ['Nadia', 'Petrova', 'Head of Security', 'Hamburg', 'ingrid.solberg', 'Pixel 9 Pro'],
    ['Felix', 'Braun', 'Security Engineer', 'Hamburg', 'nadia.petrova', 'Pixel 8'],
  ],
  People: [
    ['Claire', 'Dubois', 'Head of People', 'Lisbon', 'rafael.costa', 'iPhone 15'],
    ['Hannah', 'Fischer', 'People Partner', 'Hamburg', 'claire.dubois', 'iPhone 13'],
    ['Elif', 'Yilmaz', 'People Coordinator', 'Hamburg', 'claire.dubois'],
  ],
  Sales: [
    ['Marcus', 'Reed', 'Head of Sales', 'Leeds', 'rafael.costa', 'iPhone 16'],
    ['Sam', 'Kowalski', 'Account Executive', 'Leeds', 'marcus.reed', 'Galaxy S22'],
    ['Chloe', 'Martin', 'Account Executive', 'Lisbon', 'marcus.reed', 'iPhone 14'],
    ['Tomas', 'Novak', 'Sales Engineer', 'Hamburg', 'marcus.reed', 'Pixel 8a'],
  ],
  Marketing: [['Zoe', 'Laurent', 'Head of Brand', 'Lisbon', 'marcus.reed', 'iPhone 15']],
  'Customer Care': [
    ['Patrick', 'Byrne', 'Head of Customer Care', 'Leeds', 'rafael.costa', 'iPhone 14'],
    ['Amara', 'Diallo', 'Care Specialist', 'Leeds', 'patrick.byrne', 'Galaxy A55'],
    ['Carlos', 'Mendes', 'Care Specialist', 'Lisbon', 'patrick.byrne'],
    ['Hana', 'Suzuki', 'Care Specialist', 'Hamburg', 'patrick.byrne', 'Pixel 7a'],
  ],
}

const contractors: Row[] = [
  ['Pavel', 'Horak', 'Network Contractor', 'Hamburg', 'omar.farouk', 'Galaxy S21'],
  ['Lin', 'Zhao', 'Design Contractor', 'Lisbon', 'zoe.laurent'],
]

const accounts: Person[] = [
  { username: 'svc-backup', first: '', last: '', title: 'Backup service', location: '' },
  { username: 'break-glass', first: '', last: '', title: 'Emergency access', location: '' },
].map((account) => ({ ...account, department: 'IT', employeeType: 'Service' }))

const person = (department: string, employeeType: Person['employeeType']) => {
  return ([first, last, title, location, manager, phone]: Row): Person => ({
    username: `${first}.${last}`.toLowerCase(),
    first,
    last,
    department,
    title,
    location,
    employeeType,
    ...(manager ? { manager } : {}),
    ...(phone ? { phone } : {}),
  })
}

export const people: Person[] = [
  ...Object.entries(departments).flatMap(([department, rows]) => rows.map(person(department, 'Full-time'))),
  ...contractors.map(person('Operations', 'Contractor')),
  ...accounts,
]
