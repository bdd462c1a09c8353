// English for skills.
export const skillWords = {} as const
