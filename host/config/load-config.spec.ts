import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { isStartError } from '../start-error.ts'
import { type Environment, loadConfig } from './load-config.ts'
import { printableConfig } from './printable-config.ts'
import { publicUrl } from './public-url.ts'

function problem(environment: Environment): string {
  try {
    loadConfig(environment)
  } catch (error) {
    if (isStartError(error) && error.code === 'invalid_setting') return error.message
    throw error
  }
  throw new Error('The configuration was accepted.')
}

test('an empty environment gives a host on loopback with a data directory beside it', () => {
  const config = loadConfig({})
  expect(config.http).toMatchObject({ port: 3000, host: '127.0.0.1', trustProxy: [], bodyLimit: 1024 ** 2 })
  expect(config.database).toMatchObject({ url: undefined, pooled: false, poolSize: 10 })
  expect(config.runtime).toMatchObject({ role: 'all', dataDirectory: resolve('.wasla') })
})

test('a variable set to nothing counts as unset', () => {
  expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(loadConfig({}))
})

test('values are converted', () => {
  const { http } = loadConfig({
    TRUST_PROXY: 'loopback, 10.0.0.0/8,::1',
    CORS_ORIGINS: 'https://App.example.com:443',
    BODY_LIMIT: '2MB',
  })
  expect(http.trustProxy).toEqual(['loopback', '10.0.0.0/8', '::1'])
  expect(http.corsOrigins).toEqual(['https://app.example.com'])
  expect(http.bodyLimit).toBe(2 * 1024 ** 2)
})

test.each([
  [{ PORT: 'http' }, 'PORT ("http")', 'PORT=8080'],
  [{ PORT: '65536' }, 'PORT ("65536")', 'PORT=8080'],
  [{ PORT: '-1' }, 'PORT ("-1")', 'PORT=8080'],
  [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY ("true")', 'TRUST_PROXY=10.0.0.0/8'],
  [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY', 'TRUST_PROXY=10.0.0.0/8'],
  [{ CORS_ORIGINS: '*' }, 'CORS_ORIGINS ("*")', 'CORS_ORIGINS=https://app.example.com'],
  [{ CORS_ORIGINS: 'https://a.example/path' }, 'CORS_ORIGINS', 'CORS_ORIGINS=https://app.example.com'],
  [{ PUBLIC_URL: 'wasla.example.com' }, 'PUBLIC_URL', 'PUBLIC_URL=https://wasla.example.com'],
  [{ BODY_LIMIT: '2 GB' }, 'BODY_LIMIT ("2 GB")', 'BODY_LIMIT=2mb'],
  [{ WASLA_ROLE: 'boss' }, 'WASLA_ROLE ("boss")', 'WASLA_ROLE=worker'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL ("loud")', 'LOG_LEVEL=debug'],
  [{ DATABASE_POOLED: 'maybe' }, 'DATABASE_POOLED', 'DATABASE_POOLED=true'],
  [{ DATABASE_POOL_SIZE: '0' }, 'DATABASE_POOL_SIZE', 'DATABASE_POOL_SIZE=20'],
])('%o is refused in one sentence with an example', (environment, named, example) => {
  const sentence = problem(environment)
  expect(sentence).toContain(named)
  expect(sentence).toContain(example)
  expect(sentence).not.toContain('\n')
})

test('a wrong address of a database does not print its password', () => {
  const sentence = problem({ DATABASE_URL: 'mysql://wasla:hunter2@db/wasla' })
  expect(sentence).toContain('DATABASE_URL is not a postgresql:// address')
  expect(sentence).not.toContain('hunter2')
})

test('settings that only make sense together are checked together', () => {
  expect(problem({ DATABASE_ADMIN_URL: 'postgres://db/wasla' })).toContain('DATABASE_URL is not')
  expect(problem({ DATABASE_URL: 'postgres://db/wasla', DATABASE_POOLED: 'true' })).toContain(
    'DATABASE_DIRECT_URL',
  )
})

test('secrets are masked wherever a database address can carry one', () => {
  const config = loadConfig({
    DATABASE_URL: 'postgres://wasla:hunter2@db/wasla?password=hunter2',
    DATABASE_REPLICA_URL: 'postgres://wasla:hunter2@replica/wasla',
  })
  const printable = printableConfig(config)
  expect(JSON.stringify(printable)).not.toContain('hunter2')
  expect(printable['DATABASE_REPLICA_URL']).toBe('postgres://wasla:***@replica/wasla')
})

test.each([
  [{}, 'http://localhost:3000'],
  [{ HOST: '::1', PORT: '80' }, 'http://localhost:80'],
  [{ HOST: '0.0.0.0' }, 'http://localhost:3000'],
  [{ HOST: '192.0.2.7' }, 'http://192.0.2.7:3000'],
  [{ HOST: '2001:db8::7' }, 'http://[2001:db8::7]:3000'],
  [{ PUBLIC_URL: 'https://wasla.example.com/' }, 'https://wasla.example.com'],
])('%o is opened at %s', (environment, url) => {
  expect(publicUrl(loadConfig(environment))).toBe(url)
})
