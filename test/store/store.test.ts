// The store's contract on every database there is.
import { testedStores } from '../store.ts'
import { storeContract } from './contract.ts'

for (const on of testedStores) storeContract(on)
