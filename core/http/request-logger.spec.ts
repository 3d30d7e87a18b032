import { expect, test } from 'vitest'
import { createLogger } from '../observability/logger.ts'
import { RequestLogger } from './request-logger.ts'

function loggerInto(lines: Record<string, unknown>[]) {
  return createLogger({ level: 'info', destination: { write: (line) => void lines.push(JSON.parse(line)) } })
}

test('its lines and those of its children carry the request', () => {
  const lines: Record<string, unknown>[] = []
  const log = new RequestLogger(loggerInto(lines), { requestId: 'r-1' })
  log.warn({ step: 1 }, 'slow %s', 'database')
  log.child({ plugin: 'crm' }).info('done')
  log.debug('not at this level')
  expect(lines).toMatchObject([
    { requestId: 'r-1', step: 1, msg: 'slow database' },
    { requestId: 'r-1', plugin: 'crm', msg: 'done' },
  ])
})

test('binds nothing before the first line', () => {
  const parent = loggerInto([])
  parent.child = () => {
    throw new Error('bound too early')
  }
  const log = new RequestLogger(parent, { requestId: 'r-1' })
  expect(log.level).toBe('info')
  expect(() => log.error('now')).toThrow('bound too early')
})
