// English for what is told when something happens to a password, a factor or an account, and for "this wasn't me".
export const credentialWords = {
  'credential.password-asked-own': 'Somebody asks for a new password for your account',
  'credential.password-asked-manager': 'Somebody asks for a new password for {name}',
  'credential.mfa-asked-own': 'Somebody asks to reset your second factor',
  'credential.mfa-asked-manager': 'Somebody asks to reset the second factor of {name}',
  'credential.password-changed-own': 'Your password was changed',
  'credential.password-changed-manager': 'The password of {name} was changed',
  'credential.mfa-reset-own': 'Your second factor was reset',
  'credential.mfa-reset-manager': 'The second factor of {name} was reset',
  'credential.device-removed-own': 'A phone was removed from your account',
  'credential.device-removed-manager': 'A phone was removed from the account of {name}',
  'credential.account-suspended-own': 'Your account was suspended',
  'credential.account-suspended-manager': 'The account of {name} was suspended',
  'credential.factor-added-own': 'A new way to prove that it is you was added',
  'credential.factor-added-manager': 'A new way to prove that it is {name} was added',
  'credential.code-used-own': 'A recovery code of yours was used',
  'credential.code-used-manager': 'A recovery code of {name} was used',
  'credential.factor-removed-own': 'A way to prove that it is you was removed',
  'credential.factor-removed-manager': 'A way to prove that it is {name} was removed',
  'credential.address-changed-own': 'Your recovery address was changed',
  'credential.address-changed-manager': 'The recovery address of {name} was changed',
  'credential.when': 'It was {when}.',
  'credential.fine-own': 'If this was you, there is nothing to do.',
  'credential.fine-manager': 'You read this as their manager. If you know of it, there is nothing to do.',
  'credential.not-own': 'If it was not you, stop it now: it takes one press, and no sign-in.',
  'credential.not-manager':
    'If it may not be them, stop it now: it takes one press, and no sign-in. Then ask them, not by chat.',
  'credential.call': 'If it was not, call IT or security now.',

  'button.not-them': 'This wasn’t them',

  'not-me.title': 'Was this not you?',
  'not-me.what':
    'If you go on, everything that is open for this account is stopped, its self-service is paused, and security is told at once. Nothing is deleted.',
  'not-me.again': 'If everything is fine, close this page. Looking at it does nothing.',
  'not-me.halt': 'Stop everything',
  'not-me.done': 'Stopped',
  'notice.not-me-paused':
    'Thank you. What was still open is stopped, self-service for this account is paused until IT or security lifts it, and security has been told. Please call them too.',
  'notice.not-me-lifted':
    'You said so before, and two people lifted the pause since. What was open is stopped, and security is told again. To pause everything as well, write “freeze me” to me, or call IT.',
  'audit.not-me-factor': '{name} says “this wasn’t me” about a change of their factors or address',
  'audit.not-me-halted':
    '{count, plural, =0 {Nothing was open any more.} one {One open request was stopped.} other {# open requests were stopped.}}',
  'audit.not-me-lifted': 'They said so before, and it was lifted: self-service is not paused again by the same link.',
  'audit.not-me-paused': 'Self-service is paused until somebody lifts it: “unfreeze” and their name.',
} as const
