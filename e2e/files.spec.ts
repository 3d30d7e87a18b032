import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestHost, type TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { eventually } from './_eventually.ts'
import { startS3Server } from './_s3-server.ts'
import { unzip } from './_unzip.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const MEGABYTE = 1024 ** 2

async function upload(client: TestClient, body: Uint8Array | string, name = 'file.txt', type = 'text/plain') {
  const form = new FormData()
  form.append('file', new Blob([body as BlobPart], { type }), name)
  const response = await fetch(`${client.origin}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: client.token === undefined ? {} : { authorization: `Bearer ${client.token}` },
  })
  return { status: response.status, body: await response.json() }
}

const storages = {
  async disk() {
    const directory = await mkdtemp(join(tmpdir(), 'wasla-files-'))
    const entries = () => readdir(directory, { recursive: true, withFileTypes: true })
    return {
      storage: { kind: 'disk' as const, directory },
      objects: async () => (await entries()).filter((entry) => entry.isFile()).length,
      refuse: () => undefined,
      expectSecret: () => undefined,
      accept: () => undefined,
      stop: () => rm(directory, { recursive: true, force: true }),
    }
  },
  async s3() {
    const { storage, objects, ...server } = await startS3Server()
    return { storage, objects: async () => objects.size, ...server }
  },
}

type Storage = Awaited<ReturnType<(typeof storages)['s3']>> | Awaited<ReturnType<(typeof storages)['disk']>>

/** A disk refuses in `faults/disk-full.ts`. */
const refusals: Record<keyof typeof storages, [string, (storage: Storage) => void][]> = {
  disk: [],
  s3: [
    ['for its load', (storage) => storage.refuse(503)],
    ['a signature by another secret', (storage) => storage.expectSecret('another secret')],
  ],
}

describe.each(['disk', 's3'] as const)('files on %s', (kind) => {
  let host: TestHost
  let organization: TestOrganization
  let kept: Storage

  beforeAll(async () => {
    kept = await storages[kind]()
    host = await startTestHost({
      cluster: inject('adminUrl'),
      fileStorage: kept.storage,
      fileLimits: { maxSize: 2 * MEGABYTE, quota: 5 * MEGABYTE },
    })
    organization = await host.organization('Files')
  })

  afterAll(async () => {
    await host.stop()
    await kept.stop()
  })

  const download = (url: string) => fetch(`${host.url}${url}`)
  const objects = () => kept.objects()
  const rows = () => host.query<{ status: string }>('select status from platform.files')

  test('who is signed in uploads, and hands the content on by a link that expires', async () => {
    expect((await upload(host.visitor, 'x')).status).toBe(401)
    const { status, body } = await upload(
      organization.owner,
      PNG,
      'صورة ‮gpj.exe.png',
      'application/octet-stream',
    )
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({
      contentType: 'image/png',
      size: PNG.length,
      sha256: createHash('sha256').update(PNG).digest('hex'),
    })
    expect(body.name).toBe('صورة gpj.exe.png')
    const given = await organization.owner.call('POST', `/files/${body.id}/link`, { body: { inline: true } })
    expect(given.body.url).toContain(`/api/v1/files/${body.id}/content?`)
    const answer = await download(given.body.url)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('content-length')).toBe(String(PNG.length))
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename=.*filename\*=UTF-8''/)
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    for (const change of [
      ['expires=', 'expires=9'],
      ['inline=1', 'x=1'],
      ['signature=s1', 'signature=s2'],
      [body.id, organization.id],
    ]) {
      expect((await download(given.body.url.replace(change[0], change[1]))).status).not.toBe(200)
    }
    const forged = await download(given.body.url.replace('signature=s1', 'signature=s2'))
    expect((await forged.json()).code).toBe('link_invalid')
    const brief = await organization.owner.call('POST', `/files/${body.id}/link`, { body: { expiresIn: 1 } })
    await eventually(async () =>
      expect((await (await download(brief.body.url)).json()).code).toBe('link_expired'),
    )
  })

  test('a file is seen by its uploader, by who holds the permission, and by nobody elsewhere', async () => {
    const member = await organization.member('member')
    const { body } = await upload(member, 'mine')
    expect((await member.call('GET', `/files/${body.id}`)).body).toMatchObject({
      id: body.id,
      contentType: 'text/plain',
    })
    expect((await host.visitor.call('GET', `/files/${body.id}`)).status).toBe(401)
    expect((await (await organization.member('agent')).call('GET', `/files/${body.id}`)).status).toBe(403)
    expect((await organization.owner.call('GET', `/files/${body.id}`)).status).toBe(200)
    const other = await host.organization('Elsewhere')
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/link'],
      ['DELETE', ''],
    ] as const) {
      expect(
        (await other.owner.call(method, `/files/${body.id}${path}`, method === 'POST' ? { body: {} } : {}))
          .status,
      ).toBe(404)
    }
    expect((await member.call('GET', '/files')).status).toBe(403)
    expect((await other.owner.call('GET', '/files')).body.items).toEqual([])
    const before = await objects()
    expect((await member.call('DELETE', `/files/${body.id}`)).status).toBe(204)
    expect((await member.call('GET', `/files/${body.id}`)).status).toBe(404)
    expect(await objects()).toBe(before - 1)
  })

  test('what a browser could run is never shown, whatever it is said to be', async () => {
    const { body } = await upload(organization.owner, '<script>alert(1)</script>', 'page.html', 'text/html')
    const { body: given } = await organization.owner.call('POST', `/files/${body.id}/link`, {
      body: { inline: true },
    })
    expect((await download(given.url)).headers.get('content-disposition')).toMatch(/^attachment/)
    const program = await upload(
      organization.owner,
      Buffer.concat([Buffer.from('MZ'), randomBytes(5_000)]),
      'photo.png',
      'image/png',
    )
    expect([program.status, program.body.code]).toEqual([415, 'file_type_refused'])
  })

  test('too large a file, or one beyond the quota, leaves nothing behind', async () => {
    const fresh = await host.organization('Limited')
    const [before, records] = [await objects(), (await rows()).length]
    const large = await upload(fresh.owner, randomBytes(2 * MEGABYTE + 1))
    expect([large.status, large.body.code]).toEqual([413, 'file_too_large'])
    expect([await objects(), (await rows()).length]).toEqual([before, records])

    // Ten at once, of which two fit.
    const many = await Promise.all(
      Array.from({ length: 10 }, () => upload(fresh.owner, randomBytes(2 * MEGABYTE))),
    )
    expect(many.filter(({ status }) => status === 201)).toHaveLength(2)
    expect(many.filter(({ body }) => body.code === 'file_quota_exceeded')).toHaveLength(8)
    expect(await objects()).toBe(before + 2)
    expect((await fresh.owner.call('GET', '/files/usage')).body).toEqual({
      bytes: 4 * MEGABYTE,
      quota: 5 * MEGABYTE,
    })
    const { body: list } = await fresh.owner.call('GET', '/files?limit=1')
    await fresh.owner.call('DELETE', `/files/${list.items[0].id}`)
    expect((await fresh.owner.call('GET', '/files/usage')).body.bytes).toBe(2 * MEGABYTE)
    expect(
      (await fresh.owner.call('GET', `/files?limit=1&cursor=${list.nextCursor}`)).body.items,
    ).toHaveLength(1)
  })

  test('an upload that breaks off leaves nothing behind', async () => {
    const [before, records] = [await objects(), (await rows()).length]
    const broken = request(`${host.url}/api/v1/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${organization.owner.token}`,
        'content-type': 'multipart/form-data; boundary=cut',
        'content-length': '1000000',
      },
    })
    broken.on('error', () => undefined)
    broken.write('--cut\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n')
    broken.write(randomBytes(200_000))
    await eventually(async () => expect((await rows()).length).toBe(records + 1))
    broken.destroy()
    await eventually(async () => expect([await objects(), (await rows()).length]).toEqual([before, records]))
  })

  test('a body that is no multipart, or holds no file, is told so', async () => {
    expect((await organization.owner.call('POST', '/files', { body: {} })).status).toBe(415)
    const form = new FormData()
    form.append('note', 'no file')
    const response = await fetch(`${host.url}/api/v1/files`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${organization.owner.token}` },
    })
    expect([response.status, (await response.json()).code]).toEqual([400, 'file_missing'])
  })

  test('what people uploaded and their archive are exported from here, and erased here', async () => {
    const member = await organization.member('agent')
    await upload(member, 'by a person', 'letter.txt')
    const order = async (what: 'export' | 'erase') => {
      const { body } = await organization.owner.call('POST', '/privacy/requests', {
        body: { kind: what, subject: { userId: member.userId } },
      })
      return eventually(async () => {
        const { body: privacy } = await organization.owner.call('GET', `/privacy/requests/${body.id}`)
        expect(privacy.status).toBe('completed')
        return privacy
      })
    }
    const before = await objects()
    const exported = await order('export')
    expect(await objects()).toBe(before + 1)
    const { body: link } = await organization.owner.call('POST', `/privacy/requests/${exported.id}/link`)
    const entries = unzip(Buffer.from(await (await download(link.url)).arrayBuffer()))
    const data = JSON.parse(entries.get('data.json')?.toString() ?? '')
    const uploads = data.platform.find(({ type }: { type: string }) => type === 'uploads')
    expect(uploads.records).toMatchObject([{ name: 'letter.txt', size: 11 }])
    await order('erase')
    expect(await objects()).toBe(before)
    expect((await organization.owner.call('POST', `/privacy/requests/${exported.id}/link`)).body.code).toBe(
      'archive_not_found',
    )
  })

  test.each(refusals[kind])(
    'a bucket that refuses %s is told as such and holds nothing new',
    async (_, refuse) => {
      const { body: file } = await upload(organization.owner, 'kept')
      const { body: link } = await organization.owner.call('POST', `/files/${file.id}/link`, { body: {} })
      const before = await objects()
      refuse(kept)
      const refused = await upload(organization.owner, 'not kept')
      expect([refused.status, refused.body.code]).toEqual([503, 'storage_failed'])
      expect((await (await download(link.url)).json()).code).toBe('storage_failed')
      kept.accept()
      expect(await (await download(link.url)).text()).toBe('kept')
      expect(await objects()).toBe(before)
    },
  )
})
