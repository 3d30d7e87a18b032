import i18next from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { ApiProblem } from './problem.ts'
import { fieldText, problemText } from './problem-text.ts'

const shell = {
  problem: { retry: 'كرّره.' },
  'problem-of-record': { duplicate: 'مكرر.' },
  'problem-without-text': { '404': 'لم يعد هنا ({{code}}).', any: 'لم ينجح ({{code}}).' },
  error: { field: 'غير مقبولة.' },
}

beforeAll(async () => {
  await i18next.init({
    lng: 'ar',
    fallbackLng: false,
    defaultNS: 'wasla',
    resources: { ar: { wasla: shell, rewards: { problem: { card_spent: 'استُخدمت بطاقة {{holder}}.' } } } },
  })
})

const said = (status: number, code: string, detail: string, extra = {}) =>
  problemText(new ApiProblem(status, { code, detail, ...extra }))

test.each([
  ['the shell has', 409, 'retry', 'Repeat it.', 'كرّره.'],
  [
    "the module has for its own, with the answer's values",
    409,
    'rewards.card_spent',
    'Spent.',
    'استُخدمت بطاقة منى.',
  ],
  ["the shell has for any module's records", 409, 'rewards.duplicate', 'There is one.', 'مكرر.'],
  [
    'tells its kind, where none has one',
    404,
    'rewards.card_gone',
    'It is gone.',
    'لم يعد هنا (\u2068rewards.card_gone\u2069).',
  ],
  ['tells that it failed, of any other kind', 418, 'teapot', 'I am one.', 'لم ينجح (\u2068teapot\u2069).'],
  ['the server says, where it speaks Arabic', 409, 'rewards.odd', 'الرصيد لا يكفي.', 'الرصيد لا يكفي.'],
])('a problem in Arabic is the text that %s', (_which, status, code, detail, text) => {
  expect(said(status, code, detail, { holder: 'منى' })).toBe(text)
})

test('a field in Arabic is not told in English', () => {
  expect([fieldText('is already taken'), fieldText('القيمة مكررة')]).toEqual(['غير مقبولة.', 'القيمة مكررة'])
})

test("a problem in English without a text is the server's own sentence", async () => {
  await i18next.changeLanguage('en')
  expect(said(404, 'rewards.card_gone', 'It is gone.')).toBe('It is gone.')
  expect(fieldText('is already taken')).toBe('is already taken')
})
