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

  'action.set-password.will': 'Set a new password for {name}: typed by {name} on my page, known to nobody else',
  'action.set-password.will-expired':
    'Set a new password for {name}, whose old one has expired: typed by {name} on my page, known to nobody else',
  'action.set-password.done': 'Set a new password for {name}',
  'action.set-password.elsewhere': 'JumpCloud does not own {name}’s password, so it cannot be set there.',
  'action.set-password.changed-meanwhile': '{name}’s password was changed in the meantime, and not by this request.',

  'action.mail-password-reset.will': 'Let JumpCloud mail {name} a link to set a new password',
  'action.mail-password-reset.done': 'JumpCloud sent {name} a mail with a link to set a new password',
  'action.mail-password-reset.no-address': 'JumpCloud holds no e-mail address for {name}.',

  'action.reset-mfa.will': 'Take {name}’s second factor away, and let {name} set up a new one',
  'action.reset-mfa.done': 'Took {name}’s second factor away: a new one can be set up now',

  'action.enforce-mfa.will': 'Ask {name} for a second factor again',
  'action.enforce-mfa.done': 'Closed the time for {name} to set up a second factor: none was set up',
  'action.enforce-mfa.enrolled': '{name} has set up a second factor',

  'action.remove-push-device.will': 'Take one of {name}’s phones out of JumpCloud Protect',
  'action.remove-push-device.will-named': 'Take {name}’s phone “{device}” out of JumpCloud Protect',
  'action.remove-push-device.done': 'Took a phone of {name} out of JumpCloud Protect',

  'action.suspend-user.will':
    'Suspend {name}’s JumpCloud account: signed out everywhere, nothing deleted. Only IT can lift it, after meeting {name}',
  'action.suspend-user.done': 'Suspended {name}’s JumpCloud account',
  'action.suspend-user.admin':
    '{name} is an administrator of JumpCloud, or JumpCloud does not say, so I do not suspend the account.',

  'action.bind-account.will': 'Connect this {platform} account to {name}’s JumpCloud account',
  'action.bind-account.done': 'Connected this chat account to {name}’s JumpCloud account',
} as const
