import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTexter } from '../create-texter.ts'
import { ACCOUNT, startFakeTwilio, type FakeTwilio } from './_twilio.ts'

let twilio: FakeTwilio
beforeAll(async () => {
  twilio = await startFakeTwilio()
})
afterAll(() => twilio.stop())

const message = { to: '+201001234567', text: 'رمزك في وصلة: 123456', language: 'ar' } as const

test('a text reaches Twilio, from a number or from a messaging service', async () => {
  const from = '+15005550006'
  await createTexter({ twilio: { ...ACCOUNT, from, url: twilio.url } }).send(message)
  expect(twilio.received.at(-1)).toEqual({ To: message.to, From: from, Body: message.text })
  const service = `MG${'2'.repeat(32)}`
  await createTexter({ twilio: { ...ACCOUNT, from: service, url: twilio.url } }).send(message)
  expect(twilio.received.at(-1)).toMatchObject({ MessagingServiceSid: service })
})

test('a number that cannot be written to is told apart from a service that cannot be reached', async () => {
  const options = { ...ACCOUNT, from: '+15005550006', url: twilio.url }
  const texter = createTexter({ twilio: options })
  twilio.refuseNext(400, 21_211)
  await expect(texter.send(message)).rejects.toMatchObject({ code: 'sms_refused' })
  twilio.refuseNext(429, 20_429)
  await expect(texter.send(message)).rejects.toMatchObject({ code: 'sms_not_sent' })
  const stranger = createTexter({ twilio: { ...options, authToken: 'another' } })
  await expect(stranger.send(message)).rejects.toMatchObject({ code: 'sms_not_sent' })
  await expect(createTexter({}).send(message)).rejects.toMatchObject({ code: 'sms_not_configured' })
})
