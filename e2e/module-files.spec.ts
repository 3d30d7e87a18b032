import { Readable } from 'node:stream'
import {
  contribute,
  defineEntity,
  defineRoutes,
  fileScanners,
  fileStore,
  type OrganizationContext,
  type PluginDefinition,
  type SystemContext,
} from '@wasla/sdk'
import { startTestHost, type TestClient, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { eventually } from './_eventually.ts'
import { pluginFolder, type PluginFolder } from './_plugin-folder.ts'

const Paper = defineEntity({
  name: 'DrawerPaper',
  tableName: 'papers',
  properties: (p) => ({ email: p.text(), fileId: p.uuid() }),
})
type Context = OrganizationContext<readonly [typeof Paper]>
type System = SystemContext<readonly [typeof Paper]>

const params = z.strictObject({ id: z.uuid() })
const anything = z.any()
let erasureFails = false

const drawer: PluginDefinition = {
  entities: [Paper],
  routes: [
    defineRoutes((app) => {
      app.post(
        '/papers',
        {
          config: { member: true },
          schema: {
            body: z.strictObject({ email: z.string(), fileId: z.uuid() }),
            response: { 201: anything },
          },
        },
        async (request, reply) => {
          const ctx: Context = request.context
          const file = await ctx.use(fileStore).keep(request.body.fileId)
          await ctx.db.write(async (unit) => void unit.create(Paper, request.body))
          return reply.code(201).send({ expiresAt: file.expiresAt })
        },
      )
      app.post(
        '/drafts',
        {
          config: { member: true },
          schema: {
            body: z.strictObject({ text: z.string(), accept: z.array(z.string()).optional() }),
            response: { 201: anything },
          },
        },
        async (request, reply) => {
          const { text, accept } = request.body
          const { id } = await request.context
            .use(fileStore)
            .put({ name: 'draft.txt', body: Readable.from([Buffer.from(text)]), accept })
          return reply.code(201).send({ id })
        },
      )
      app.delete('/files/:id', { config: { member: true }, schema: { params } }, async (request, reply) => {
        await request.context.use(fileStore).remove(request.params.id)
        return reply.code(204).send()
      })
    }),
  ],
  contributes: [
    contribute(fileScanners, {
      scan: async (_ctx, file) => {
        let text = ''
        for await (const chunk of await file.read()) text += String(chunk)
        if (text.includes('CRASH')) throw new Error('The scanner has fallen over')
        return text.includes('EICAR') ? { clean: false, reason: 'EICAR test file' } : { clean: true }
      },
    }),
  ],
  privacy: {
    export: async (ctx: System, { email }) => {
      const papers = await ctx.db.read((sql) =>
        sql
          .selectFrom('papers')
          .select(['email', 'fileId'])
          .where('email', '=', email ?? ''),
      )
      return [
        {
          type: 'papers',
          records: papers.map((paper) => ({ email: paper.email })),
          files: papers.map(({ fileId }) => fileId),
        },
      ]
    },
    erase: async (ctx: System, { email }) => {
      if (erasureFails) throw new Error('The drawer is stuck')
      const papers = await ctx.db.read((sql) =>
        sql
          .selectFrom('papers')
          .select('fileId')
          .where('email', '=', email ?? ''),
      )
      for (const { fileId } of papers) await ctx.use(fileStore).remove(fileId)
      await ctx.db.command((sql) =>
        sql
          .deleteFrom('papers')
          .where('email', '=', email ?? '')
          .returning('id'),
      )
      return [{ type: 'papers', erased: papers.length, anonymised: 0, kept: [] }]
    },
  },
}

const readFile = defineRoutes((app) => {
  app.get(
    '/files/:id',
    { config: { member: true }, schema: { params, response: { 200: anything } } },
    async (request) => {
      const files = request.context.use(fileStore)
      const { file, body } = await files.get(request.params.id)
      let text = ''
      for await (const chunk of body) text += String(chunk)
      return { name: file.name, text, url: await files.signedUrl(file.id) }
    },
  )
})

let host: TestHost
let organization: TestOrganization
const folders: PluginFolder[] = []

beforeAll(async () => {
  folders.push(
    await pluginFolder(
      { id: 'drawer' },
      { ...drawer, routes: [...(drawer.routes ?? []), readFile] },
      {
        '0001_papers.sql': `create table drawer.papers (
        id uuid primary key default uuidv7(), organization_id uuid not null, version integer not null default 1,
        created_at timestamptz not null default now(), updated_at timestamptz not null default now(),
        email text not null, file_id uuid not null, unique (organization_id, id));`,
      },
    ),
    await pluginFolder({ id: 'peeker' }, { routes: [readFile] }),
  )
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: folders })
  organization = await host.organization('With a drawer', ['drawer', 'peeker'])
})

afterAll(async () => {
  await host.stop()
  await Promise.all(folders.map((folder) => folder.remove()))
})

async function upload(client: TestClient, text: string) {
  const form = new FormData()
  form.append('file', new Blob([text], { type: 'text/plain' }), 'paper.txt')
  const response = await fetch(`${client.origin}/api/v1/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${client.token}` },
  })
  return {
    status: response.status,
    body: (await response.json()) as { id: string; code: string; expiresAt: string },
  }
}

const order = async (kind: string, email: string) => {
  const { body } = await organization.owner.call('POST', '/privacy/requests', {
    body: { kind, subject: { email } },
  })
  return eventually(async () => {
    const { body: request } = await organization.owner.call('GET', `/privacy/requests/${body.id}`)
    expect(['completed', 'incomplete']).toContain(request.status)
    return request
  })
}

test('a module keeps what its caller uploaded, and from then on it is the module’s', async () => {
  const [member, stranger] = [await organization.member('member'), await organization.member('member')]
  const { body: uploaded } = await upload(member, 'a paper')
  expect(uploaded.expiresAt).not.toBeNull()
  const keep = (client: TestClient) =>
    client.call('POST', '/drawer/papers', { body: { email: 'x@example.com', fileId: uploaded.id } })
  expect((await keep(stranger)).body.code).toBe('file_not_found')
  expect((await member.call('GET', `/drawer/files/${uploaded.id}`)).status).toBe(404)
  expect((await keep(member)).body).toEqual({ expiresAt: null })
  expect((await member.call('GET', `/drawer/files/${uploaded.id}`)).body).toMatchObject({
    name: 'paper.txt',
    text: 'a paper',
  })
  const { body } = await stranger.call('GET', `/drawer/files/${uploaded.id}`)
  expect(await (await fetch(`${host.url}${body.url}`)).text()).toBe('a paper')
  expect((await member.call('GET', `/peeker/files/${uploaded.id}`)).body.code).toBe('file_not_found')
  expect((await member.call('GET', `/files/${uploaded.id}`)).status).toBe(403)
  const elsewhere = await host.organization('Elsewhere', ['drawer'])
  expect((await elsewhere.owner.call('GET', `/drawer/files/${uploaded.id}`)).status).toBe(404)
  expect((await elsewhere.owner.call('DELETE', `/drawer/files/${uploaded.id}`)).status).toBe(204)
  expect((await member.call('GET', `/drawer/files/${uploaded.id}`)).status).toBe(200)
  expect((await member.call('DELETE', `/drawer/files/${uploaded.id}`)).status).toBe(204)
  expect((await member.call('GET', `/drawer/files/${uploaded.id}`)).status).toBe(404)
})

test('a module says which types it takes', async () => {
  const refused = await organization.owner.call('POST', '/drawer/drafts', {
    body: { text: 'only words', accept: ['image/*'] },
  })
  expect([refused.status, refused.body.code]).toEqual([415, 'file_type_refused'])
  expect(
    (
      await organization.owner.call('POST', '/drawer/drafts', {
        body: { text: 'only words', accept: ['text/*'] },
      })
    ).status,
  ).toBe(201)
})

test('a scanner keeps files out, also when it cannot tell; where it is off nobody is asked', async () => {
  const { length } = await host.query('select from platform.files')
  const infected = await upload(organization.owner, 'this is EICAR')
  expect([infected.status, infected.body.code]).toEqual([400, 'file_infected'])
  const unclear = await upload(organization.owner, 'this will CRASH')
  expect([unclear.status, unclear.body.code]).toEqual([503, 'file_scan_failed'])
  expect(await host.query('select from platform.files')).toHaveLength(length)
  const without = await host.organization('Without a scanner')
  expect((await upload(without.owner, 'this is EICAR')).status).toBe(201)
})

test('files of a person are in their archive, and go when they are erased', async () => {
  const email = 'sara@example.com'
  const { body: uploaded } = await upload(organization.owner, 'her diploma')
  await organization.owner.call('POST', '/drawer/papers', { body: { email, fileId: uploaded.id } })
  const done = await order('export', email)
  const { body: link } = await organization.owner.call('POST', `/privacy/requests/${done.id}/link`)
  const archive = Buffer.from(await (await fetch(`${host.url}${link.url}`)).arrayBuffer())
  expect(archive.includes(`files/drawer/${uploaded.id}-paper.txt`)).toBe(true)
  expect((await order('erase', email)).report.modules.drawer).toMatchObject({
    status: 'done',
    erased: [{ type: 'papers', erased: 1 }],
  })
  expect((await organization.owner.call('GET', `/drawer/files/${uploaded.id}`)).status).toBe(404)
})

test('what could not be erased is named: a module that fails, and one whose code is missing', async () => {
  const email = 'omar@example.com'
  const { body: uploaded } = await upload(organization.owner, 'his diploma')
  await organization.owner.call('POST', '/drawer/papers', { body: { email, fileId: uploaded.id } })
  await host.query(`create schema ghost`)
  await host.query(`create table ghost.things (organization_id uuid)`)
  await host.query(
    `grant usage on schema ghost to wasla_system; grant select on ghost.things to wasla_system`,
  )
  await host.query(`insert into ghost.things values ('${organization.id}')`)
  await host.query(
    `insert into platform.modules (id, version, manifest, sdk) select 'ghost', version, jsonb_set(manifest, '{id}', '"ghost"'), sdk from platform.modules where id = 'drawer'`,
  )
  erasureFails = true
  const incomplete = await order('erase', email)
  expect(incomplete).toMatchObject({
    status: 'incomplete',
    subject: { email },
    report: {
      modules: {
        drawer: { status: 'failed', reason: 'The drawer is stuck' },
        ghost: { status: 'code_missing' },
        peeker: { status: 'no_personal_data' },
      },
    },
  })
  erasureFails = false
  await host.query('drop schema ghost cascade')
  expect(await order('erase', email)).toMatchObject({
    status: 'completed',
    subject: {},
    report: { modules: { drawer: { erased: [{ erased: 1 }] } } },
  })
  // The first request has forgotten them, too.
  expect((await organization.owner.call('GET', `/privacy/requests/${incomplete.id}`)).body.subject).toEqual(
    {},
  )
})
