import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly from: string
  readonly to: string[]
  readonly raw: string
}

export interface TestSmtpServer {
  readonly url: string
  readonly received: readonly ReceivedMail[]
  /** Answers that many of the next mails with "try again later". */
  refuse(count: number): void
  stop(): Promise<void>
}

/** An SMTP server that wants a login and keeps what it gets. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = []
  let refusals = 0
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === 'wasla' && password === 'p@ss'
        ? done(null, { user: username })
        : done(new Error('Wrong login')),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1
          done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
          return
        }
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://wasla:p%40ss@127.0.0.1:${port}`,
    received,
    refuse: (count) => {
      refusals = count
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
