// English for conversation.
export const conversationWords = {} as const
