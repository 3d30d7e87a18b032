import type { Command } from 'commander'
import { withOperator } from './with-operator.ts'

/** `wasla operator list|add|remove` */
export function addOperators(program: Command): void {
  const operator = program
    .command('operator')
    .description('the staff of this platform, who may suspend organizations and act as their members')
  operator
    .command('list')
    .description('who is an operator')
    .action(async () => {
      const operators = await withOperator('operator list', (platform) => platform.operators())
      for (const { email, name, since } of operators)
        console.log(`${email}  ${name}  since ${since.toISOString()}`)
      if (operators.length === 0) console.log('Nobody is an operator.')
    })
  operator
    .command('add')
    .argument('<email>', 'of somebody with an account')
    .description('make somebody an operator')
    .action(async (email: string) => {
      await withOperator('operator add', (platform) => platform.addOperator(email))
      console.log(`${email} is an operator.`)
    })
  operator
    .command('remove')
    .argument('<email>', 'of an operator')
    .description('take it back; what they do as members ends at once')
    .action(async (email: string) => {
      await withOperator('operator remove', (platform) => platform.removeOperator(email))
      console.log(`${email} is no operator any more.`)
    })
}
