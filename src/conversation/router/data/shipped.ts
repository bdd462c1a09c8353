// Everything the router learns from besides the examples in the skills.
import { accountRows } from './account-rows.ts'
import { groupRows } from './group-rows.ts'
import { laterPeopleRows } from './later-people-rows.ts'
import { laterRows } from './later-rows.ts'
import { outside } from './outside-rows.ts'
import { requestRows } from './request-rows.ts'
import type { RouterData } from './row.ts'

export const shippedData: RouterData = {
  rows: [...accountRows, ...groupRows, ...requestRows, ...laterRows, ...laterPeopleRows],
  outside,
  smallTalk: ['decide', 'thanks'],
}
