import type { Command } from 'commander'
import { withOperator } from './with-operator.ts'

/** `wasla singletons` */
export function addSingletons(program: Command): void {
  program
    .command('singletons')
    .description('long-running services: which host runs each, under which token, and how it fares')
    .action(async () => {
      console.table(await withOperator('singletons', ({ singletons }) => singletons()))
    })
}
