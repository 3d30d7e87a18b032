import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { registrationMode } from './registration-mode.ts'

const SMTP_URL = 'smtp://mail.example.com'
const development = { WASLA_MODE: 'development' }

test.each([
  [{}, 'immediate'],
  [{ SMTP_URL }, 'verified'],
  [{ SMTP_URL, REGISTRATION: 'immediate' }, 'immediate'],
  [{ SMTP_URL, ...development }, 'immediate'],
  [{ REGISTRATION: 'verified', ...development }, 'verified'],
])('%o is %s', (environment, mode) => {
  expect(registrationMode(loadConfig(environment))).toBe(mode)
})

test('addresses that are proven by mail need a mail server', () => {
  expect(() => registrationMode(loadConfig({ REGISTRATION: 'verified' }))).toThrow(
    expect.objectContaining({ code: 'registration_needs_mail' }),
  )
})
