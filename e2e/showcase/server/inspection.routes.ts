import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { customerDirectory } from '@wasla/plugin-crm/contract'
import { defineRoutes, isWaslaError, pageOf, pageQuery, searchIds, toPage } from '@wasla/sdk'
import { z } from 'zod'
import { trace } from './lifecycle-trace.ts'
import { Page, type ShowcaseContext } from './page.entity.ts'
import { showcaseSettings } from './showcase.settings.ts'
import { sweepPages } from './sweep-pages.job.ts'

const pageRow = z.object({ id: z.uuid(), title: z.string(), price: z.bigint(), score: z.string().nullable() })
const currency = z.object({ code: z.string(), decimals: z.int() })
const record = z.object({ plugin: z.string(), type: z.string(), id: z.string() })
const link = z.object({ kind: z.string(), from: record, to: record })

/** Shows what a plugin sees from inside. */
export const inspectionRoutes = defineRoutes((app) => {
  app.get(
    '/pages',
    {
      config: { permission: 'showcase.pages.read' },
      schema: {
        querystring: pageQuery.extend({ search: z.string().optional() }),
        response: { 200: pageOf(pageRow) },
      },
    },
    async (request) => {
      const ctx: ShowcaseContext = request.context
      const { search, limit } = request.query
      const rows = await ctx.db.read((sql) => {
        const pages = sql
          .selectFrom('pages')
          .select(['id', 'title', 'price', 'score'])
          .limit(limit + 1)
        return search === undefined ? pages : pages.where('id', 'in', searchIds('pages', search))
      })
      return toPage(rows, limit, (row) => [row.id])
    },
  )

  app.get(
    '/currencies',
    { config: { member: true }, schema: { response: { 200: z.array(currency) } } },
    async (request) => {
      const ctx: ShowcaseContext = request.context
      return ctx.db.read((sql) => sql.selectFrom('currencies').select(['code', 'decimals']).orderBy('code'))
    },
  )

  app.post('/currencies', { config: { member: true } }, async (request) => {
    const ctx: ShowcaseContext = request.context
    return ctx.db.command((sql) =>
      sql.insertInto('currencies').values({ code: 'XXX', decimals: 2 }).returning('id'),
    )
  })

  app.post(
    '/sweeps',
    {
      config: { permission: 'showcase.pages.write' },
      schema: { response: { 202: z.object({ jobId: z.uuid() }) } },
    },
    async (request, reply) => reply.code(202).send({ jobId: await request.context.enqueue(sweepPages, {}) }),
  )

  app.get(
    '/links/:plugin/:type/:id',
    { config: { member: true }, schema: { params: record, response: { 200: z.array(link) } } },
    (request) => request.context.links(request.params),
  )

  app.get(
    '/customers/:id',
    { config: { member: true }, schema: { params: z.object({ id: z.uuid() }) } },
    async (request) => {
      const { context: ctx, params } = request
      ctx.log.warn({ customer: params.id }, 'A customer is looked up')
      return ctx.use(customerDirectory).byIds([params.id])
    },
  )

  app.post('/patience', { config: { permission: 'showcase.pages.write' } }, async (request) => {
    const ctx: ShowcaseContext = request.context
    // Whoever only walks by, as other tests do, is not kept.
    if (request.headers['x-patience'] === undefined) return
    try {
      await ctx.db.write(async (unit) => {
        unit.create(Page, { slug: 'patience', title: 'Nobody waits for it' })
        await unit.flush()
        trace.push(ctx.signal.aborted ? 'patience: nobody there' : 'patience: begun')
        if (!ctx.signal.aborted) await once(ctx.signal, 'abort')
      })
    } catch (error) {
      trace.push(`patience: ${isWaslaError(error) ? error.code : String(error)}`)
      throw error
    }
  })

  app.get('/api-key-hash', { config: { member: true } }, async (request) => {
    const { apiKey } = await request.context.settings(showcaseSettings)
    return { hash: createHash('sha256').update(apiKey).digest('hex') }
  })
})
