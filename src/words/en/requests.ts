// English for requests.
export const requestWords = {} as const
