// Every endpoint of the sandbox, in one list: the server mounts it and the spec check walks it.
import { factorRoutes } from './factors.ts'
import { groupRoutes } from './groups.ts'
import { insightsRoutes } from './insights.ts'
import { organisationRoutes } from './organisations.ts'
import { passwordRoutes } from './passwords.ts'
import { pushRoutes } from './pushes.ts'
import type { Route } from './route.ts'
import { userRoutes } from './users.ts'

export const routes: Route[] = [
  ...userRoutes,
  ...passwordRoutes,
  ...factorRoutes,
  ...organisationRoutes,
  ...groupRoutes,
  ...pushRoutes,
  ...insightsRoutes,
]
