import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createKeyring } from '../core/encryption/keyring.ts'
import { secretPlace } from '../core/identity/providers/provider-directory.ts'
import { sealTotpSecret } from '../core/identity/second-factor/totp.ts'
import { eventually } from './_eventually.ts'

const BIN = fileURLToPath(new URL('../host/bin/wasla.js', import.meta.url))
// The test host's own.
const OLD = Buffer.alloc(32, 7).toString('base64')
const NEW = Buffer.alloc(32, 8).toString('base64')
const ROWS = 1_500

let host: TestHost
let organization: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  organization = await host.organization('Sealed', ['crm'])
})

afterAll(() => host.stop())

function wasla(keys: readonly string[], ...command: string[]) {
  const child = spawn(process.execPath, ['--conditions=wasla-source', BIN, ...command], {
    env: { ...process.env, DATABASE_URL: host.database, WASLA_ENCRYPTION_KEYS: keys.join(',') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, output })) }
}

const sealedWith = async (keys: readonly string[]) => {
  const ids = new Set(keys.map((key) => createKeyring([key]).seal('', '').split('.')[1]))
  const rows = await host.query<{ sealed: string }>(
    `select value #>> '{deep,token,$sealed}' as sealed from platform.settings where value ? 'deep'`,
  )
  return rows.filter(({ sealed }) => ids.has(sealed.split('.')[1])).length
}

test('keys are replaced while nothing is lost, also when the rotation is killed on its way', async () => {
  const old = createKeyring([OLD])
  for (let index = 0; index < ROWS; index += 500) {
    const rows = Array.from({ length: 500 }, (_, offset) => `plugin-${index + offset}`)
    await host.query(
      `insert into platform.settings (organization_id, plugin_id, value)
       select $1, p, jsonb_build_object('plain', 'v1', 'deep', jsonb_build_object('token', jsonb_build_object('$sealed', s)))
       from unnest($2::text[], $3::text[]) as r (p, s)`,
      [
        organization.id,
        rows,
        rows.map((plugin) =>
          old.seal(JSON.stringify(`secret of ${plugin}`), `${organization.id}/${plugin}/deep/token`),
        ),
      ],
    )
  }
  await host.query('insert into platform.totp_secrets (user_id, sealed_secret) values ($1, $2)', [
    organization.owner.userId,
    sealTotpSecret(old, organization.owner.userId, 'JBSWY3DPEHPK3PXP'),
  ])
  await host.query(
    `insert into platform.sign_in_providers (organization_id, name, issuer, client_id, sealed_client_secret)
     values ($1, 'Issuer', 'https://issuer.example', 'client', $2)`,
    [organization.id, old.seal('client secret', secretPlace(organization.id))],
  )

  const first = wasla([NEW, OLD], 'keys', 'rotate')
  await eventually(async () => expect(await sealedWith([NEW])).toBeGreaterThan(50))
  first.child.kill('SIGKILL')
  await first.ended
  const after = await sealedWith([NEW])
  expect(after).toBeLessThan(ROWS)
  expect(await sealedWith([OLD])).toBe(ROWS - after)

  const second = await wasla([NEW, OLD], 'keys', 'rotate').ended
  expect(second.output).toContain('the others may go')
  expect(second.code).toBe(0)
  const rows = await host.query<{
    plugin: string
    value: { plain: string; deep: { token: { $sealed: string } } }
  }>(`select plugin_id as plugin, value from platform.settings where value ? 'deep'`)
  const renewed = createKeyring([NEW])
  expect(rows).toHaveLength(ROWS)
  for (const { plugin, value } of rows) {
    expect(
      JSON.parse(renewed.open(value.deep.token.$sealed, `${organization.id}/${plugin}/deep/token`)),
    ).toBe(`secret of ${plugin}`)
    expect(value.plain).toBe('v1')
  }
  const [totp] = await host.query<{ sealed: string }>(
    'select sealed_secret as sealed from platform.totp_secrets',
  )
  expect(renewed.open(totp?.sealed ?? '', `platform.totp_secrets ${organization.owner.userId}`)).toBe(
    'JBSWY3DPEHPK3PXP',
  )
  const [provider] = await host.query<{ sealed: string }>(
    'select sealed_client_secret as sealed from platform.sign_in_providers',
  )
  expect(renewed.open(provider?.sealed ?? '', secretPlace(organization.id))).toBe('client secret')
})

test('what no key opens is named and left alone', async () => {
  const lost = createKeyring([Buffer.alloc(32, 9).toString('base64')]).seal('gone', 'anywhere')
  await host.query(
    `insert into platform.settings (organization_id, plugin_id, value) values ($1, 'lost', $2)`,
    [organization.id, { token: { $sealed: lost } }],
  )
  const { code, output } = await wasla([NEW, OLD], 'keys', 'rotate').ended
  expect(code).toBe(1)
  expect(output).toContain(`platform.settings.value of ${organization.id}/lost stays as it is`)
  expect(output).toContain('platform.settings.value: 1 rows are still encrypted with another key')
  await host.query(`delete from platform.settings where plugin_id = 'lost'`)
})

test('the trail is verified from the command line, by the head noted before, and names what was touched', async () => {
  const unsealed = `select count(*)::int as n from platform.audit_log where id > coalesce((select max(until_id) from platform.audit_seals), 0)`
  await eventually(async () => expect((await host.query<{ n: number }>(unsealed))[0]?.n).toBe(0))
  const sound = await wasla([OLD], 'audit', 'verify').ended
  expect(sound.code, sound.output).toBe(0)
  expect(sound.output).toContain('The trail is as it was sealed.')
  const head = /Head: (\S+)/.exec(sound.output)?.[1] ?? ''
  expect((await wasla([OLD], 'audit', 'verify', '--head', head).ended).code).toBe(0)
  expect(
    (
      await wasla(
        [OLD],
        'audit',
        'verify',
        '--head',
        head.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ).ended
    ).output,
  ).toContain('seal_missing')

  const [touched] = await host.query<{ id: string }>(
    `update platform.audit_log set row_id = 'another' where id = (select max(id) - 3 from platform.audit_log) returning id::text`,
  )
  const broken = await wasla([OLD], 'audit', 'verify').ended
  expect(broken.code).toBe(1)
  expect(broken.output).toContain(`[rows_changed] ids: ${touched?.id}`)
})
