// The kills at full size, on each store.
import { killTest } from '../full/kill-test.ts'

killTest(60)
