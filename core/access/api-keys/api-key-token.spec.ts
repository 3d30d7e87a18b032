import { expect, test } from 'vitest'
import { createApiKeyToken, hashSecret, matchesSecret, parseApiKey } from './api-key-token.ts'

test('a key is read back, and its hash knows its secret and no other', () => {
  const { text, publicId, secret } = createApiKeyToken()
  expect(text).toMatch(/^wsk_[\da-f]{16}_[\da-f]{64}_[\da-f]{8}$/)
  expect(parseApiKey(text)).toEqual({ publicId, secret })
  expect(matchesSecret(hashSecret(secret), secret)).toBe(true)
  expect(matchesSecret(hashSecret(secret), createApiKeyToken().secret)).toBe(false)
})

test('a key with one wrong character is told without a look-up', () => {
  const { text } = createApiKeyToken()
  const wrong = text[30] === '0' ? '1' : '0'
  expect(parseApiKey(text.slice(0, 30) + wrong + text.slice(31))).toBeNull()
  expect(parseApiKey(text.slice(0, -1))).toBeNull()
  expect(parseApiKey('wsl_something')).toBeNull()
})
