// What Slack shows beside the messages where the workspace has it: suggestions, a sign of work, a private line. Nothing
// depends on any of it: what fails is left out, and a feature that this workspace lacks is asked for once.
import { type AtOnce, label } from '#latchkey/adapter'
import { limits, renderLine } from './render.ts'
import { type Client, type Log, slackCode } from './web.ts'

/** Slack shows no more (docs.slack.dev, "assistant.threads.setSuggestedPrompts"). */
const mostPrompts = 4
/** Slack takes a sign of work away by itself after two minutes, so an older one need not be remembered. */
const mostWorking = 1000

export type Courtesies = ReturnType<typeof createCourtesies>

/** `client` gives up early: somebody is looking at the screen. */
export function createCourtesies(client: Client, log: Log) {
  let hasAgentView = true
  /** By person: the message that the sign of work stands at. */
  const working = new Map<string, { channel: string; at: string }>()

  async function agentView(call: () => Promise<unknown>): Promise<void> {
    if (!hasAgentView) return
    try {
      await call()
    } catch (error) {
      // Without an answer of Slack's own it may work the next time.
      if (slackCode(error) === undefined) return
      hasAgentView = false
      log.info('This workspace shows no suggestions or signs of work for apps; Latchkey does without.')
    }
  }

  return {
    /** False: it could not be shown. What was asked is stored already, so that is told to the log only. */
    async whisper(channel: string | undefined, user: string | undefined, words: string): Promise<boolean> {
      if (channel === undefined || user === undefined) return false
      try {
        await client.chat.postEphemeral({ channel, user, ...renderLine(words) })
        return true
      } catch (error) {
        log.warn(`A private line could not be shown (${slackCode(error) ?? 'no answer'}).`)
        return false
      }
    },
    async suggest(channel: string, { title, prompts }: Extract<AtOnce, { kind: 'prompts' }>): Promise<void> {
      const shown = prompts.slice(0, mostPrompts).map((words) => ({
        title: label(words, limits.optionText),
        message: label(words, limits.optionText),
      }))
      // Without a thread: with one, Slack quietly shows nothing to apps of the current kind.
      await agentView(() =>
        client.assistant.threads.setSuggestedPrompts({
          channel_id: channel,
          title: label(title, limits.optionText),
          prompts: shown,
        }),
      )
    },
    async startWork(user: string, channel: string, at: string, words: string): Promise<void> {
      for (const oldest of working.keys()) if (working.size >= mostWorking) working.delete(oldest)
      working.set(user, { channel, at })
      const status = label(words, limits.optionText)
      await agentView(() => client.assistant.threads.setStatus({ channel_id: channel, thread_ts: at, status }))
    },
    async endWork(user: string): Promise<void> {
      const sign = working.get(user)
      if (!working.delete(user) || sign === undefined) return
      const { channel, at } = sign
      await agentView(() => client.assistant.threads.setStatus({ channel_id: channel, thread_ts: at, status: '' }))
    },
  }
}
