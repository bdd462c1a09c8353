// English, the language every other falls back to. One file per part of the product; keys are `part.what`.
import { actionWords } from './actions.ts'
import { commandWords } from './commands.ts'
import { configWords } from './config.ts'
import { conversationWords } from './conversation.ts'
import { credentialWords } from './credentials.ts'
import { demoWords } from './demo.ts'
import { doctorWords } from './doctor.ts'
import { doctorPlatformWords } from './doctor-platforms.ts'
import { errorWords } from './errors.ts'
import { evidenceWords } from './evidence.ts'
import { freezeWords } from './freeze.ts'
import { ledgerWords } from './ledger.ts'
import { makingWords } from './making.ts'
import { manifestWords } from './manifest.ts'
import { pageWords } from './pages.ts'
import { personalMailWords } from './personal-mail.ts'
import { proofWords } from './proof.ts'
import { recoveryWords } from './recovery.ts'
import { requestWords } from './requests.ts'
import { setupWords } from './setup.ts'
import { setupChoicesWords } from './setup-choices.ts'
import { skillWords } from './skills.ts'
import { storeWords } from './store.ts'
import { teamsWords } from './teams.ts'

export const en = {
  ...actionWords,
  ...commandWords,
  ...configWords,
  ...conversationWords,
  ...credentialWords,
  ...demoWords,
  ...doctorWords,
  ...doctorPlatformWords,
  ...errorWords,
  ...evidenceWords,
  ...freezeWords,
  ...makingWords,
  ...ledgerWords,
  ...manifestWords,
  ...pageWords,
  ...personalMailWords,
  ...proofWords,
  ...recoveryWords,
  ...requestWords,
  ...setupWords,
  ...setupChoicesWords,
  ...skillWords,
  ...teamsWords,
  ...storeWords,
} as const satisfies Record<string, string>
