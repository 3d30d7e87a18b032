import type { PlatformDatabase } from '../../database/data-access.ts'
import { claimMessages, settleMessage, type DueMessage, type MessageChannel } from './claim-messages.ts'

/** How messages of one channel leave the host. */
export interface MessageSender {
  readonly channel: MessageChannel
  /** Resolves when it is sent, or when it never will be; what it throws is tried again later. */
  send(message: DueMessage): Promise<void | 'later'>
}

/** Sends what is due by one channel. At most a batch is sent twice when a host dies. */
export async function sendMessages(
  platform: PlatformDatabase,
  { channel, send }: MessageSender,
  onError: (error: unknown) => void,
): Promise<void> {
  const due = await claimMessages(platform, channel)
  await Promise.all(
    due.map(async (message) => {
      try {
        if ((await send(message)) !== 'later') await settleMessage(platform, message.id)
      } catch (error) {
        onError(error)
      }
    }),
  )
}
