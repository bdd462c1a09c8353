// The table of the workers that can be sent sealed values. The values themselves are in no table.

/** As long as the worker is heard of. */
interface WorkerKeyTable {
  worker: string
  public_key: string
  expires_at: Date
  mac: string
}

export interface ValueTables {
  worker_key: WorkerKeyTable
}
