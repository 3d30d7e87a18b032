import { isWaslaError } from '@wasla/sdk'
import type { Texter } from '../../sms/create-texter.ts'
import type { MessageSender } from './send-messages.ts'

const MOST = 320

export function createTextSender({
  texter,
  origin,
}: {
  readonly texter: Texter
  readonly origin: string
}): MessageSender {
  return {
    channel: 'sms',
    async send({ phone, language, title, body, link }) {
      // Removed meanwhile.
      if (phone === null) return
      const said = [title, body].filter(Boolean).join('\n')
      const text = [said.length > MOST ? `${said.slice(0, MOST - 1)}…` : said, link && `${origin}${link}`]
      try {
        await texter.send({ to: phone, language, text: text.filter(Boolean).join('\n') })
      } catch (error) {
        if (!isWaslaError(error) || error.code !== 'sms_refused') throw error
      }
    },
  }
}
