// English for those who change Latchkey: the commands that write code and tables, and the README's table of skills.
export const makingWords = {
  'generate.about': 'Write what follows from the folders: the list of actions and the README’s table of skills',
  'generate.written': 'Written: {file}\n',
  'generate.fresh': 'Everything is as the folders say; nothing was written.\n',
  'generate.no-place': '{file} has no place for it: put the lines {start} and {end} where the table shall stand.',

  'table.skill': 'Skill',
  'table.example': 'People write',
  'table.proof': 'Proof',
  'table.approval': 'Who else decides',
  'table.S0': 'chat account',
  'table.S1': 'phone and code',
  'table.S2': 'passkey or fresh sign-in',
  'table.S3': 'recovery by two proofs',
  'table.nobody': 'nobody',
  'table.role': '{role, select, it {IT} hr {HR} other {{role}}}',
  'table.rule': '{by}{next, select, none {} other {, then {next}}}',

  'new.about': 'Write a new skill or action, and its test',
  'new.kind': 'skill or action',
  'new.name': 'its name in small letters and hyphens, such as revoke-vpn',
  'new.bad-kind': 'There is nothing called “{kind}” to make. Make a skill or an action: npm run new -- skill {name}',
  'new.bad-name':
    '“{name}” cannot be the name of a {kind}. Use small letters, digits and hyphens, like revoke-vpn: npm run new -- {kind} {suggestion}',
  'new.exists': '{file} is there already. Choose another name, or change that file.',
  'new.reserved': '“{name}” means something to the router that is no skill. Choose another name.',
  'new.taken':
    'People who write “{example}” already reach the skill {skill}. Choose another name, or extend skills/{skill}.ts.',
  'new.written': 'Written: {file}\n',
  'new.steps': '\nNext:\n  1. {first}\n  2. {second}\n  3. {third}\n',
  'new.skill-first': 'Say what it is: title, five real examples and the policy, in {file}.',
  'new.skill-second': 'Fill in plan(): it returns a plan, an answer or a hand-over. Its sentences go to src/words/en/.',
  'new.skill-third': 'Say in {test} what you expect, then run: npm run generate && npm test',
  'new.action-first': 'Put in the real call, its permissions and its repeat class, in {file}.',
  'new.action-second': 'Fill in check, run, verify and undo. Teach the call to src/sandbox/, so that it can be tried.',
  'new.action-third': 'Say in {test} whom it changes, then run: npm test',
} as const
