import { expect, test } from 'vitest'
import { renderMail } from './render-mail.ts'

test('names and texts are shown as they are, never as HTML', () => {
  const { html, text } = renderMail({
    language: 'en',
    subject: '<b>Hi</b>',
    name: '<script>alert(1)</script>',
    paragraphs: ['a < b & c'],
    action: { label: 'Go', url: 'https://x.example/?a="><img>' },
  })
  expect(html).not.toMatch(/<script|<b>|<img/)
  expect(html).toContain('a &lt; b &amp; c')
  expect(text).toContain('a < b & c')
})

test('English runs from left to right, Arabic from right to left; codes always from left to right', () => {
  const parts = { subject: 's', paragraphs: ['p'], code: '123 456', note: 'n' }
  expect(renderMail({ language: 'en', ...parts }).html).toMatch(/<html lang="en" dir="ltr">/)
  const arabic = renderMail({ language: 'ar', ...parts })
  expect(arabic.html).toMatch(/<html lang="ar" dir="rtl">/)
  expect(arabic.html).toMatch(/<p dir="ltr"[^>]*>123 456<\/p>/)
  expect(arabic.text).toContain('123 456')
})
