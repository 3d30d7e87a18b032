import { LeaseLostError } from '../../jobs/lease.ts'
import { updateTask, type ClaimedTask } from '../../tasks/task-records.ts'
import type { CatalogDependencies } from '../module-catalog.ts'
import type { Author } from '../write-switch.ts'
import { purgeModule } from './purge-module.ts'

/** What was confirmed, and by whom. */
export interface PurgeOrder {
  readonly confirmation: string
  readonly author: Author
}

/** Purges a module as a task; that it is done is written with it, so that a host which ends in between changes nothing. */
export async function runPurge(dependencies: CatalogDependencies, task: ClaimedTask): Promise<void> {
  const { organizationId, subject: moduleId, input } = task
  await purgeModule(dependencies, {
    organizationId,
    moduleId,
    ...(input as PurgeOrder),
    withIt: async (query, rows) => {
      const processed = Object.values(rows).reduce((sum, count) => sum + count, 0)
      const change = { status: 'completed', processed, result: { rows } } as const
      if (!(await updateTask(query, task, change)))
        throw new LeaseLostError('The module is purged elsewhere by now')
    },
  })
}
