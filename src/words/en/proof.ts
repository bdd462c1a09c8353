// English for proof.
export const proofWords = {} as const
