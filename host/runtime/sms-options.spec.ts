import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { smsOptions } from './sms-options.ts'

const twilio = {
  SMS_TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
  SMS_TWILIO_AUTH_TOKEN: 'token',
  SMS_FROM: '+15005550006',
}

test('texts are sent with all that it takes, or not at all', () => {
  expect(smsOptions(loadConfig({}))).toBeUndefined()
  expect(smsOptions(loadConfig(twilio))).toMatchObject({ from: '+15005550006' })
})

test.each(Object.keys(twilio))('all but %s is a mistake', (missing) => {
  const { [missing as keyof typeof twilio]: _left, ...rest } = twilio
  expect(() => smsOptions(loadConfig(rest))).toThrow(expect.objectContaining({ code: 'sms_incomplete' }))
})
