// What the store needs of a log: fields first, then a fixed sentence (pino fits as it is).
export interface StoreLog {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
