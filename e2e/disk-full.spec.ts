import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const ROOM = 1024 ** 2

let directory: string
let mounted = false
let host: TestHost
let organization: TestOrganization

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wasla-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', directory], { stdio: 'ignore' })
    mounted = true
  } catch {
    // Only root may mount; elsewhere the test says that it was skipped.
  }
  host = await startTestHost({
    cluster: inject('adminUrl'),
    fileStorage: { kind: 'disk', directory },
  })
  organization = await host.organization('Full')
})

afterAll(async () => {
  await host.stop()
  if (mounted) execFileSync('umount', [directory])
  await rm(directory, { recursive: true, force: true })
})

async function upload(body: Uint8Array) {
  const form = new FormData()
  form.append('file', new Blob([body as BlobPart]), 'file.bin')
  const response = await fetch(`${host.url}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${organization.owner.token}` },
  })
  return { status: response.status, body: (await response.json()) as { id: string; code: string } }
}

test('a full disk refuses the next file with 507 and loses none; with room again it goes on', async ({
  skip,
}) => {
  skip(!mounted, 'a file system of its own cannot be mounted here')
  const content = randomBytes(ROOM * 0.6)
  const first = await upload(content)
  expect(first.status).toBe(201)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const refused = await upload(randomBytes(ROOM * 0.6))
    expect([refused.status, refused.body.code]).toEqual([507, 'storage_full'])
  }
  const objects = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  expect(objects).toHaveLength(1)
  expect(await host.query('select id, status from platform.files')).toEqual([
    { id: first.body.id, status: 'stored' },
  ])
  expect((await organization.owner.call('GET', '/files/usage')).body.bytes).toBe(content.length)
  const { body: link } = await organization.owner.call('POST', `/files/${first.body.id}/link`, { body: {} })
  expect(Buffer.from(await (await fetch(`${host.url}${link.url}`)).arrayBuffer()).equals(content)).toBe(true)

  await organization.owner.call('DELETE', `/files/${first.body.id}`)
  expect((await upload(content)).status).toBe(201)
})
