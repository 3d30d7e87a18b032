import { expect, test } from 'vitest'
import { cleanFileName, contentDisposition } from './file-name.ts'

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\فاتورة.pdf', 'فاتورة.pdf'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a\r\nset-cookie: x', 'aset-cookie: x'],
  ['..', 'file'],
  ['', 'file'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('%j becomes %j', (given, clean) => {
  expect(cleanFileName(given)).toBe(clean)
})

test('a name in any script survives the header, and cannot end it', () => {
  expect(contentDisposition('attachment', 'فاتورة "1".pdf')).toBe(
    `attachment; filename="______ _1_.pdf"; filename*=UTF-8''%D9%81%D8%A7%D8%AA%D9%88%D8%B1%D8%A9%20%221%22.pdf`,
  )
})
