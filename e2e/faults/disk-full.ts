import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { TestClient } from '@wasla/host'
import type { Fault } from './fault.ts'
import { query, type World } from './world.ts'

/** Files are refused while the disk is full; none that was taken is lost, and nothing is left of the others. */
export const diskFull: Fault = {
  name: 'a disk that is full of files',
  tells: [],
  async breakIt(world, scale) {
    const { disk, origin, token, databaseUrl, organizationId } = world
    if (disk === undefined) return { impossible: 'no file system of its own can be mounted here' }
    const wrong: string[] = []
    const expect = (what: string, is: unknown, expected: unknown): void => {
      if (JSON.stringify(is) !== JSON.stringify(expected))
        wrong.push(`${what}: ${JSON.stringify(is)} and not ${JSON.stringify(expected)}`)
    }
    const size = Math.floor(disk.bytes * 0.6)
    const content = randomBytes(size)
    const first = await upload(world, content)
    expect('the first file', first.status, 201)
    for (let attempt = 0; attempt < 3 * scale; attempt += 1) {
      const { status, code } = await upload(world, randomBytes(size))
      expect('a file on a full disk', [status, code], [507, 'storage_full'])
    }
    const entries = await readdir(disk.directory, { recursive: true, withFileTypes: true })
    expect('files on the disk', entries.filter((entry) => entry.isFile()).length, 1)
    const rows = await query(
      databaseUrl,
      'select id, status from platform.files where organization_id = $1',
      [organizationId],
    )
    expect('files that are known', rows, [{ id: first.id, status: 'stored' }])
    const client = new TestClient(origin(), token)
    expect('the use', (await client.call('GET', '/files/usage')).body.bytes, size)
    const { body: link } = await client.call('POST', `/files/${first.id}/link`, { body: {} })
    const read = Buffer.from(await (await fetch(`${origin()}${link.url}`)).arrayBuffer())
    expect('the file as it was sent', read.equals(content), true)
    await client.call('DELETE', `/files/${first.id}`)
    const later = await upload(world, content)
    expect('a file once there is room', later.status, 201)
    await client.call('DELETE', `/files/${later.id}`)
    return {
      wrong,
      told: `${3 * scale} files refused with 507 storage_full; with room again the next was taken`,
    }
  },
}

async function upload(
  { origin, token }: World,
  content: Uint8Array,
): Promise<{ status: number; id?: string; code?: string }> {
  const form = new FormData()
  form.append('file', new Blob([content as BlobPart]), 'file.bin')
  const response = await fetch(`${origin()}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: response.status, ...((await response.json()) as { id?: string; code?: string }) }
}
