import { expect, test } from 'vitest'
import { isCommonPassword } from './password-policy.ts'

test.each([
  ['password', true],
  ['PassWord', true],
  ['password123!', true],
  ['qwertyuiop', true],
  ['ｐａｓｓｗｏｒｄ', true],
  ['mona.farouk', true],
  ['mona.farouk@example.com', true],
  ['correct horse', false],
  ['x7#kPq!monkey-19', false],
  ['سماء زرقاء صافية', false],
])('%s is common: %s', async (password, common) => {
  expect(await isCommonPassword(password, ['Mona.Farouk@example.com', 'Mona Farouk'])).toBe(common)
})
