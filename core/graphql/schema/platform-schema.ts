import { Repeater } from '@repeaterjs/repeater'
import { z } from 'zod'
import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import type { Actor } from '../../contexts/actor.ts'
import { jobStates } from '../../jobs/job-state.ts'
import type { JobStatus } from '../../jobs/job-status.ts'
import { hasEnded, type JobWatch } from '../../jobs/job-watch.ts'
import { scopeOf } from '../graphql-scope.ts'

/** What the platform itself adds to every schema, whatever is on. */
export type PlatformSchema = (builder: PluginSchemaBuilder) => void

/** Names no module may take for a type of its own. */
export const PLATFORM_SCHEMA_TYPES = [
  'Change',
  'ChangeKind',
  'BackgroundJob',
  'BackgroundJobState',
  'BackgroundJobError',
]

/** The fields of every change, so that clients treat all subscriptions over the log alike. */
export function addChange(builder: PluginSchemaBuilder): void {
  const kind = builder.enumType('ChangeKind', {
    values: {
      READY: { value: 'ready', description: 'Once: from here on nothing is missed.' },
      CHANGE: { value: 'change', description: 'Something happened.' },
      RESET: { value: 'reset', description: 'The cursor was too old: read everything anew.' },
    } as const,
  })
  builder.interfaceType('Change', {
    description: 'Something that happened, told as it happens. An event may be told twice after a break.',
    fields: (t) => ({
      kind: t.expose('kind', { type: kind }),
      cursor: t.exposeString('cursor', { description: 'Where to go on after a break: hand it to `after`' }),
      event: t.exposeString('event', {
        nullable: true,
        description: 'Its name, such as crm.customer.created',
      }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', nullable: true }),
    }),
  })
}

/** `subscription { job(id:) }`: the job as `GET /jobs/{id}` shows it, now and whenever it has moved on, until it ends. */
export function addJobSubscription(
  builder: PluginSchemaBuilder,
  watch: Pick<JobWatch, 'open' | 'require'>,
): void {
  const state = builder.enumType('BackgroundJobState', { values: jobStates })
  const error = builder.objectRef<NonNullable<JobStatus['error']>>('BackgroundJobError').implement({
    fields: (t) => ({
      code: t.exposeString('code', { nullable: true }),
      message: t.exposeString('message'),
    }),
  })
  const job = builder.objectRef<JobStatus>('BackgroundJob').implement({
    description: 'Work that goes on outside of the request that asked for it.',
    fields: (t) => ({
      id: t.exposeID('id'),
      job: t.exposeString('job', { description: 'Its name, such as crm.import-customers' }),
      module: t.exposeString('plugin'),
      state: t.expose('state', { type: state }),
      progress: t.exposeFloat('progress', { description: '0 to 1' }),
      message: t.exposeString('message', { nullable: true }),
      attempts: t.exposeInt('attempts'),
      output: t.expose('output', { type: 'JSON', nullable: true }),
      error: t.expose('error', { type: error, nullable: true }),
    }),
  })
  builder.subscriptionField('job', (t) =>
    t.field({
      type: job,
      description: 'How far a job is: at once, and whenever it has moved on, until it has ended',
      args: { id: t.arg.id({ required: true }) },
      subscribe: (_root, input, context) => follow(watch, scopeOf(context).actor, input),
      resolve: (status) => status,
    }),
  )
}

const jobSchema = z.strictObject({ id: z.guid() })

async function follow(
  watch: Pick<JobWatch, 'open' | 'require'>,
  actor: Actor,
  input: { readonly id: string },
): Promise<AsyncIterable<JobStatus>> {
  const { id } = validate(jobSchema, input)
  await watch.require(actor, id)
  return new Repeater<JobStatus>(async (push, stop) => {
    const close = await watch.open(actor.organizationId, id, (status) => {
      if (status !== undefined) void push(status)
      if (status === undefined || hasEnded(status)) stop()
    })
    await stop
    close()
  })
}
