import { type Command, InvalidArgumentError } from 'commander'
import { withOperator } from './with-operator.ts'

interface Narrowing {
  readonly organization?: string
  readonly queue?: string
  readonly limit: number
}

/** `wasla jobs list|dead|parked|redrive|cancel` */
export function addJobs(program: Command): void {
  const jobs = program.command('jobs').description('queues, and the jobs in them')
  jobs
    .command('list')
    .description('each queue: what waits, runs, is dead or parked, and how far it is behind')
    .action(list)
  narrowed(jobs.command('dead').description('jobs that used up their attempts, with the reason')).action(dead)
  narrowed(jobs.command('parked').description('what waits for a module that is off')).action(parked)
  narrowed(
    jobs
      .command('redrive')
      .description('give dead jobs all their attempts again: those named, or all')
      .argument('[ids...]', 'ids of dead jobs'),
  ).action(redrive)
  jobs
    .command('cancel')
    .description('cancel jobs that have not ended; one that runs is told to stop')
    .argument('<ids...>', 'ids of jobs')
    .action(cancel)
}

function narrowed(command: Command): Command {
  return command
    .option('--organization <id>', 'only of this organization')
    .option('--queue <name>', 'only in this queue')
    .option('--limit <count>', 'how many at most', positive, 100)
}

export function positive(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('It must be a whole number above 0.')
}

async function list(): Promise<void> {
  console.table(await withOperator('jobs list', ({ queues }) => queues()))
}

async function dead({ organization, queue, limit }: Narrowing): Promise<void> {
  const jobs = await withOperator('jobs dead', (operator) =>
    operator.dead({ organizationId: organization, queue, limit }),
  )
  for (const { id, queue: name, attempts, diedAt, reason } of jobs)
    console.log(`${id}  ${name}  ${attempts} attempts  ${new Date(diedAt).toISOString()}  ${reason.message}`)
  if (jobs.length === 0) console.log('Nothing is dead.')
}

async function parked({ organization, queue, limit }: Narrowing): Promise<void> {
  const jobs = await withOperator('jobs parked', (operator) =>
    operator.parked({ organizationId: organization, queue, limit }),
  )
  for (const { id, queue: name, module, organizationId, parkedAt } of jobs)
    console.log(
      `${id}  ${name}  waits for ${module} of ${organizationId} since ${new Date(parkedAt).toISOString()}`,
    )
  if (jobs.length === 0) console.log('Nothing is parked.')
}

async function redrive(ids: string[], { organization, queue, limit }: Narrowing): Promise<void> {
  const count = await withOperator('jobs redrive', (operator) =>
    operator.redrive({ organizationId: organization, queue, limit, ...(ids.length > 0 && { ids }) }),
  )
  console.log(`${count} redriven.`)
  if (count < ids.length) process.exitCode = 1
}

async function cancel(ids: string[]): Promise<void> {
  await withOperator('jobs cancel', async (operator) => {
    for (const id of ids) {
      const done = await operator.cancel(id)
      console.log(done ? `${id} cancelled.` : `${id} has ended already, or never was.`)
      if (!done) process.exitCode = 1
    }
  })
}
