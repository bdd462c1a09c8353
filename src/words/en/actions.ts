// English for actions: what each will do, what it did, and why it cannot.
export const actionWords = {
  'action.not-active': '{name}’s JumpCloud account is not active.',
  'action.group-is-automatic': 'JumpCloud fills the group “{group}” by a rule, so it cannot be changed by hand.',

  'action.unlock-user.will': 'Unlock {name}’s JumpCloud account (locked → unlocked)',
  'action.unlock-user.will-since': 'Unlock {name}’s JumpCloud account (locked since {since} → unlocked)',
  'action.unlock-user.done': 'Unlocked {name}’s JumpCloud account',
  'action.unlock-user.unreadable': 'JumpCloud does not say whether {name}’s account is locked.',

  'action.add-to-group.will': 'Add {name} to the group “{group}”',
  'action.add-to-group.done': 'Added {name} to “{group}”',

  'action.remove-from-group.will': 'Remove {name} from the group “{group}”',
  'action.remove-from-group.done': 'Removed {name} from “{group}”',

  'action.bind-account.will': 'Connect this {platform} account to {name}’s JumpCloud account',
  'action.bind-account.done': 'Connected this chat account to {name}’s JumpCloud account',
} as const
