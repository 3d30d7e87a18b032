import { type Command, InvalidArgumentError } from 'commander'
import { positive } from './jobs.command.ts'
import { withOperator } from './with-operator.ts'

interface ListOptions {
  readonly organization?: string
  readonly name?: string
  readonly correlation?: string
  readonly limit: number
}

interface ReplayOptions {
  readonly from: Date
  readonly until: Date
  readonly organization?: string
  readonly limit: number
}

/** `wasla events list|lag|replay` */
export function addEvents(program: Command): void {
  const events = program.command('events').description('the log of what happened, and who hears of it')
  events
    .command('list')
    .description('the latest events, with what led to them')
    .option('--organization <id>', 'only of this organization')
    .option('--name <event>', 'only of this kind')
    .option('--correlation <id>', 'all that one request or job led to')
    .option('--limit <count>', 'how many at most', positive, 100)
    .action(list)
  events
    .command('lag')
    .description('each subscriber: what waits for it, is parked or dead, and how far it is behind')
    .action(lag)
  events
    .command('replay')
    .description('deliver events once more to one subscriber: its effects happen again')
    .argument('<subscriber>', 'its name')
    .requiredOption('--from <time>', 'events from this time on, such as 2026-11-20T08:00:00Z', moment)
    .option('--until <time>', 'and before this time', moment, new Date())
    .option('--organization <id>', 'only of this organization')
    .option('--limit <count>', 'how many at most', positive, 10_000)
    .action(replay)
}

function moment(text: string): Date {
  const time = new Date(text)
  if (!Number.isNaN(time.getTime())) return time
  throw new InvalidArgumentError('It must be a time such as 2026-11-20T08:00:00Z.')
}

async function list({ organization, name, correlation, limit }: ListOptions): Promise<void> {
  const events = await withOperator('events list', (operator) =>
    operator.events({ organizationId: organization, name, correlationId: correlation, limit }),
  )
  for (const { id, name: event, occurredAt, organizationId, correlationId, causationId, depth } of events) {
    const cause = causationId === null ? '' : `  because of ${causationId}`
    console.log(
      `${occurredAt}  ${'  '.repeat(depth)}${event}  ${id}  of ${organizationId}  in ${correlationId}${cause}`,
    )
  }
  if (events.length === 0) console.log('The log has no such event.')
}

async function lag(): Promise<void> {
  console.table(await withOperator('events lag', ({ lags }) => lags()))
}

async function replay(subscriber: string, { organization, ...range }: ReplayOptions): Promise<void> {
  const count = await withOperator('events replay', (operator) =>
    operator.replay({ subscriber, organizationId: organization, ...range }),
  )
  console.log(`${count} events are delivered once more to ${subscriber}.`)
}
