import { INJECTED_HEADER } from './values.ts'

const MEGABYTE = 1024 ** 2

/** Bodies that are no JSON object of the kind any operation takes, with the type they are sent as. */
export const ODD_BODIES: readonly (readonly [name: string, type: string, body: () => string | Buffer])[] = [
  ['nothing', 'application/json', () => ''],
  ['null', 'application/json', () => 'null'],
  ['a number', 'application/json', () => '1e999'],
  ['a text', 'application/json', () => '"text"'],
  ['a list', 'application/json', () => '[{"a":1}]'],
  ['half an object', 'application/json', () => '{"companyName":"Half'],
  ['two objects', 'application/json', () => '{}{}'],
  ['a comment', 'application/json', () => '{/* */}'],
  ['a mark before it', 'application/json', () => '\ufeff{}'],
  ['deep lists', 'application/json', () => '['.repeat(100_000) + ']'.repeat(100_000)],
  ['deep objects', 'application/json', () => '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
  ['lists without an end', 'application/json', () => '['.repeat(200_000)],
  [
    'many keys',
    'application/json',
    () => JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, key]))),
  ],
  ['the same key twice', 'application/json', () => '{"email":"a@example.com","email":{"x":1}}'],
  ['a long number', 'application/json', () => `{"limit":${'9'.repeat(100_000)}}`],
  ['__proto__', 'application/json', () => '{"__proto__":{"hostile":true}}'],
  ['__proto__ escaped', 'application/json', () => '{"__proto\\u005f_":{"hostile":true}}'],
  ['__proto__ inside', 'application/json', () => '{"a":{"__proto__":{"hostile":true}}}'],
  ['constructor', 'application/json', () => '{"constructor":{"prototype":{"hostile":true}}}'],
  [
    'bytes that are no UTF-8',
    'application/json',
    () => Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  ],
  ['an overlong slash', 'application/json', () => Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['UTF-16', 'application/json', () => Buffer.from('{"a":1}', 'utf16le')],
  ['UTF-16 announced', 'application/json; charset=utf-16', () => '{}'],
  ['more than is accepted', 'application/json', () => `{"a":"${'a'.repeat(1.5 * MEGABYTE)}"}`],
  ['a form', 'application/x-www-form-urlencoded', () => 'a=1&a[__proto__][hostile]=1'],
  ['XML', 'application/xml', () => '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['plain text', 'text/plain', () => '{}'],
  ['CSV', 'text/csv', () => `company_name,\u0000,__proto__\n=1+1,"half\n${'x,'.repeat(5_000)}`],
  ['CSV that is no UTF-8', 'text/csv', () => Buffer.from([0x61, 0x2c, 0xff, 0x0a, 0xfe, 0xff])],
  ['parts without a boundary', 'multipart/form-data', () => '--x\r\n\r\n--x--'],
  [
    'parts without an end',
    'multipart/form-data; boundary=x',
    () => '--x\r\nContent-Disposition: form-data; name="file"; filename="../../a"\r\n\r\nhalf',
  ],
  [
    'a part with odd headers',
    'multipart/form-data; boundary=x',
    () =>
      `--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a\u0000.png"\r\nContent-Type: text/html\r\n${INJECTED_HEADER}: yes\r\n\r\n<b>\r\n--x--\r\n`,
  ],
  ['a type that is none', 'nonsense', () => '{}'],
  ['a very long type', `application/${'j'.repeat(3_000)}`, () => '{}'],
  ['a patch', 'application/merge-patch+json', () => '{"id":null}'],
]
