// The kills at a reduced size; `npm run prove` has them in full.
import { killTest } from './kill-test.ts'

killTest(4)
