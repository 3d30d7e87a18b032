import { expect, test } from 'vitest'
import { loadConfig } from '../config/load-config.ts'
import { type Started, startScreen } from './start-screen.ts'

const started: Started = {
  version: '1.2.3',
  config: loadConfig({ WASLA_DATA_DIR: '/home/amal/wasla/.wasla' }),
  embedded: { directory: '/var/lib/wasla/0123456789abcdef', moved: true, adopted: true },
  platform: {
    port: 3000,
    modules: [
      { id: 'crm', version: '1.0.0' },
      {
        id: 'billing',
        version: '0.1.0',
        quarantine: 'its start took longer than 10 s and was given up; see the log for what it waited on.',
      },
    ],
  },
  milliseconds: 1234,
}

test('one screen of 80 columns says where it is, how to begin, where the data lies and how to stop', () => {
  expect(startScreen(started)).toMatchInlineSnapshot(`
    "
      Wasla 1.2.3 is ready                                                   1.2 s

      Open          http://localhost:3000
      Data          /var/lib/wasla/0123456789abcdef
                    not in /home/amal/wasla/.wasla, where PostgreSQL's own user
                    cannot go
                    its server was still running and has been taken over
      Modules       crm 1.0.0
      Quarantined   billing: its start took longer than 10 s and was given up; see
                    the log for what it waited on.

      Create the first organization:

        curl http://localhost:3000/api/v1/auth/register \\
          -H 'content-type: application/json' \\
          -d '{"organizationName": "Northwind", "fullName": "Amal Saleh",
               "email": "amal@example.com", "password": "a long one of your own"}'

      Stop it with Ctrl-C.
    "
  `)
  const lines = startScreen(started).split('\n')
  expect(lines.length).toBeLessThanOrEqual(24)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})

test('the command it shows is one a shell understands, with a body that is JSON', () => {
  const command = startScreen(started).match(/curl [^]*'(?=\n\n)/)?.[0] ?? ''
  const [, url, body = ''] = /^curl (\S+) \\\n.*-d '([^']*)'$/s.exec(command) ?? []
  expect(url).toBe('http://localhost:3000/api/v1/auth/register')
  expect(Object.keys(JSON.parse(body) as object)).toEqual([
    'organizationName',
    'fullName',
    'email',
    'password',
  ])
})

test('a worker shows no address', () => {
  const screen = startScreen({ ...started, platform: { ...started.platform, port: undefined } })
  expect(screen).toContain('Wasla 1.2.3 runs jobs')
  expect(screen).not.toContain('http://')
})

test('a server of one’s own is shown without its password', () => {
  const config = loadConfig({ DATABASE_URL: 'postgres://wasla:hunter2@db/wasla' })
  const screen = startScreen({ ...started, config, embedded: undefined })
  expect(screen).toContain('postgres://wasla:***@db/wasla')
  expect(screen).not.toContain('hunter2')
})
