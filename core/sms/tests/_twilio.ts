import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeTwilio {
  readonly url: string
  readonly received: Record<string, string>[]
  /** What the next message is answered with, as Twilio writes it. */
  refuseNext(status: number, code: number): void
  stop(): Promise<void>
}

export const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'made-at-twilio' }

/** Speaks as much of Twilio's REST as sending a message needs: its path, Basic authentication, forms, errors with codes. */
export async function startFakeTwilio(): Promise<FakeTwilio> {
  const received: Record<string, string>[] = []
  let refusal: { status: number; code: number } | undefined
  const authorization = `Basic ${Buffer.from(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`).toString('base64')}`
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        if (request.headers.authorization !== authorization)
          return answer(401, { status: 401, code: 20_003, message: 'Authenticate' })
        if (
          request.method !== 'POST' ||
          request.url !== `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`
        )
          return answer(404, { status: 404, code: 20_404, message: 'Not found' })
        if (refusal !== undefined) {
          const { status, code } = refusal
          refusal = undefined
          return answer(status, { status, code, message: 'Refused' })
        }
        const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
        received.push(form)
        return answer(201, {
          sid: `SM${'1'.repeat(32)}`,
          status: 'queued',
          to: form['To'],
          body: form['Body'],
        })
      })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuseNext: (status, code) => void (refusal = { status, code }),
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}
