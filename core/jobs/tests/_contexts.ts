import type pg from 'pg'
import type { EventDefinition, SystemContext, UnitOfWork } from '@wasla/sdk'
import type { ContextFactory, SystemScope, WriteOptions } from '../../contexts/context-factory.ts'
import type { Signals } from '../../events/signals.ts'
import { unitEvent, type UnitEvent } from '../../events/unit.ts'
import { commitUnit } from './_commit-unit.ts'

/** Contexts with the part of the data path that jobs rely on: effect first, then the work, then the epilogue. */
export function createTestContexts({ app, signals }: { app: pg.Pool; signals: Signals }): ContextFactory {
  const refuse = (): never => {
    throw new Error('not part of this test')
  }
  return {
    organization: refuse,
    public: refuse,
    system: (plugin, scope, options) => systemContext(app, signals, plugin, scope, options),
  }
}

function systemContext(
  app: pg.Pool,
  signals: Signals,
  plugin: string,
  scope: SystemScope,
  options?: WriteOptions,
): SystemContext {
  const { request, organizationId } = scope
  const write = async (work: (unit: UnitOfWork) => Promise<unknown>): Promise<unknown> => {
    const client = await app.connect()
    try {
      await client.query('begin')
      await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId])
      if (options?.effect !== undefined) {
        const { rowCount } = await client.query(
          'insert into platform.subscriber_effects (subscriber, event_id, organization_id) values ($1, $2, $3) on conflict do nothing',
          [options.effect.subscriber, options.effect.eventId, organizationId],
        )
        if (rowCount === 0) {
          await client.query('rollback')
          return undefined
        }
      }
      const events: UnitEvent[] = []
      const result = await work({
        emit: (event: EventDefinition, payload: unknown) =>
          void events.push(unitEvent(event, payload as never)),
        execute: async (text: unknown) =>
          (
            await client.query('insert into public.notes (organization_id, text) values ($1, $2)', [
              organizationId,
              text,
            ])
          ).rows,
      } as unknown as UnitOfWork)
      const written = await commitUnit(client, {
        organizationId,
        pluginId: plugin,
        requestId: request.requestId,
        correlationId: request.correlationId,
        causationId: request.causationId,
        depth: request.depth,
        events,
      })
      await client.query('commit')
      signals.committed({ organizationId, plugin, written })
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }
  return {
    kind: 'system',
    plugin,
    organizationId,
    requestId: request.requestId,
    log: request.log,
    signal: request.signal,
    isActive: (module: string) => scope.active.ids.has(module),
    db: { write },
  } as unknown as SystemContext
}

/** Writes a note in the run's unit of work. */
export async function note(ctx: SystemContext, text: string): Promise<void> {
  await ctx.db.write(async (unit) => {
    await unit.execute(text as never)
  })
}
