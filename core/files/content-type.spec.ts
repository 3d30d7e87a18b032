import { describe, expect, test } from 'vitest'
import { HEAD_BYTES, isAccepted, mayBeShown, sniffContentType } from './content-type.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex')
const ZIP = Buffer.from('504b0304140000000000', 'hex')

describe('the bytes decide what a file is', () => {
  test.each([
    ['a picture said to be a page', PNG, 'text/html', 'image/png'],
    [
      'a spreadsheet, which is a zip inside',
      ZIP,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    ['a zip said to be a picture', ZIP, 'image/png', 'application/zip'],
    ['text said to be a picture', Buffer.from('hello'), 'image/png', 'text/plain'],
    ['text said to be CSV', Buffer.from('a,b\n1,2'), 'text/csv; charset=utf-8', 'text/csv'],
    ['bytes that are neither', Buffer.from([1, 0, 2, 255]), 'text/plain', 'application/octet-stream'],
  ])('%s', async (_name, bytes, declared, expected) => {
    expect(await sniffContentType(bytes.subarray(0, HEAD_BYTES), declared)).toBe(expected)
  })

  test('a letter that ends beyond the head is no reason to take text for bytes', async () => {
    const head = Buffer.from(`x${'ع'.repeat(HEAD_BYTES)}`).subarray(0, HEAD_BYTES)
    expect(await sniffContentType(head, 'text/plain')).toBe('text/plain')
  })
})

test('programs are never accepted, and a list of types is kept to', () => {
  expect(isAccepted('application/x-msdownload')).toBe(false)
  expect(isAccepted('application/x-elf', ['application/*'])).toBe(false)
  expect(isAccepted('image/png', ['image/*'])).toBe(true)
  expect(isAccepted('image/png', ['application/pdf'])).toBe(false)
  expect(isAccepted('text/html')).toBe(true)
})

test('only what a browser cannot run is shown', () => {
  for (const type of ['image/png', 'application/pdf', 'text/plain', 'video/mp4'])
    expect(mayBeShown(type)).toBe(true)
  for (const type of ['text/html', 'image/svg+xml', 'application/xml', 'application/octet-stream'])
    expect(mayBeShown(type)).toBe(false)
})
