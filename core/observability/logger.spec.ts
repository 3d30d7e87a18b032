import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function lines() {
  const written: string[] = []
  return {
    written,
    log: createLogger({ level: 'info', destination: { write: (line) => void written.push(line) } }),
  }
}

test('secrets are censored at the top, one level down and in headers', () => {
  const { log, written } = lines()
  const headers = { authorization: 'Bearer s3cret', cookie: 'wasla=s3cret', 'set-cookie': 's3cret' }
  log.info(
    { password: 's3cret', body: { password: 's3cret', accessToken: 's3cret' }, headers, req: { headers } },
    'Signed in',
  )
  expect(written.join()).not.toContain('s3cret')
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ msg: 'Signed in', body: { password: '[secret]' } })
})

test('a child adds what it is bound to', () => {
  const { log, written } = lines()
  log.child({ plugin: 'crm' }).child({ organizationId: 'o1' }).info({ rows: 3 }, 'Imported')
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ plugin: 'crm', organizationId: 'o1', rows: 3 })
})

test('what is below the level is not written', () => {
  const { log, written } = lines()
  log.debug({}, 'Chatter')
  expect(written).toEqual([])
})
