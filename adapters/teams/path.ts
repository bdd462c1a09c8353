// Where the Bot Connector delivers activities: what Azure is told as the messaging endpoint, behind the public address.

export const messagesPath = '/api/messages'
