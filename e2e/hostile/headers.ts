import type { Random } from '../chaos/random.ts'
import { INJECTED_HEADER } from './values.ts'

type Named = readonly [name: string, headers: Readonly<Record<string, string>>]

const key = (value: string): Named => ['Idempotency-Key', { 'idempotency-key': value }]
const ifMatch = (value: string): Named => ['If-Match', { 'if-match': value }]
const token = (value: string): Named => ['Authorization', { authorization: value }]

const HEADERS: readonly Named[] = [
  key(''),
  key(' '),
  key('a b'),
  key('é'),
  key('k'.repeat(256)),
  key('k'.repeat(4_000)),
  key(`' or 1=1 --`),
  key('__proto__'),
  ifMatch(''),
  ifMatch('*'),
  ifMatch('"v1", "v2"'),
  ifMatch('W/"v1"'),
  ifMatch('"v999999999999999"'),
  ifMatch('"v99999999999999999999"'),
  ifMatch('"v-1"'),
  ifMatch('v1'),
  ifMatch('"v1'),
  ifMatch(`"v1' or '1'='1"`),
  token(''),
  token('Bearer'),
  token('Bearer '),
  token(`Bearer ${'a'.repeat(8_000)}`),
  token('Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'),
  token('Basic YWRtaW46YWRtaW4='),
  token(`Bearer ' or 1=1 --`),
  token('Bearer __proto__'),
  ['Cookie', { cookie: 'wasla_session=__proto__; __Host-wasla_session=%00; ;;==; a="' }],
  ['Cookie of many', { cookie: 'a=1; '.repeat(2_000) }],
  ['Origin', { origin: 'https://evil.example' }],
  ['Origin null', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['Host', { host: 'evil.example' }],
  ['Host with a path', { host: 'evil.example/../@a:0' }],
  [
    'Forwarded',
    { 'x-forwarded-for': `' or 1=1 --`, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
  ],
  ['Method override', { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }],
  ['Accept', { accept: 'text/html;q=x, */*;q=2, ,;' }],
  ['Accept-Language', { 'accept-language': `${'x-'.repeat(500)}, ;q=, __proto__` }],
  ['Accept-Encoding', { 'accept-encoding': 'br;q=x, identity;q=0, *;q=0' }],
  ['Content-Encoding', { 'content-encoding': 'gzip' }],
  ['If-None-Match', { 'if-none-match': `${'"v1", '.repeat(500)}` }],
  ['If-Modified-Since', { 'if-modified-since': 'yesterday' }],
  ['Range', { range: 'bytes=9-1,-,99999999999999999999-' }],
  ['Request id', { 'x-request-id': `${INJECTED_HEADER}\u0001`.replace('\u0001', ' ') }],
  ['Trace', { traceparent: '00-00000000000000000000000000000000-0000000000000000-zz', tracestate: '=,=' }],
  ['Content-Type', { 'content-type': '__proto__/constructor' }],
  [
    'Upgrade',
    { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x', 'sec-websocket-version': '99' },
  ],
  ['Expect', { expect: 'the-unexpected' }],
  ['too many', Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`x-header-${number}`, 'x']))],
  ['too long', { 'x-long': 'x'.repeat(20_000) }],
]

/** Headers that are malformed, forged, or of another time and place. */
export function hostileHeaders(random: Random): Named {
  return random.pick(HEADERS) ?? key('')
}
