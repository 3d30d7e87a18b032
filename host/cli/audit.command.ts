import { InvalidArgumentError, type Command } from 'commander'
import { withApplication } from './with-application.ts'

/** `wasla audit verify` */
export function addAudit(program: Command): void {
  program
    .command('audit')
    .description('the trail of who changed what')
    .command('verify')
    .description('compute the chain of the audit trail anew and tell what is not as it was sealed')
    .option('--head <seal:hash>', 'a head printed earlier, which the trail must still contain', readHead)
    .action(async ({ head }: { head?: Head }) => {
      const { verifyAuditTrail } = await import('@wasla/core')
      const result = await withApplication('audit verify', (application) =>
        verifyAuditTrail(application, head),
      )
      for (const { kind, message, rows } of result.findings) {
        console.error(
          `✗ ${message} [${kind}]${rows.length === 0 ? '' : ` ids: ${rows.slice(0, 20).join(', ')}`}`,
        )
      }
      const { seals, rows, withoutValues, unsealed, unsigned } = result
      console.log(
        `${rows} rows in ${seals} seals; the values of ${withoutValues} were emptied, ${unsealed} rows are too young to be sealed, ${unsigned} seals bear no signature of a key that is configured.`,
      )
      if (result.head !== null)
        console.log(
          `Head: ${result.head.seal}:${result.head.hash} – keep it elsewhere and give it to --head later.`,
        )
      if (result.findings.length > 0) process.exitCode = 1
      else console.log('The trail is as it was sealed.')
    })
}

interface Head {
  readonly seal: number
  readonly hash: string
}

function readHead(text: string): Head {
  const [, seal, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (seal === undefined || hash === undefined)
    throw new InvalidArgumentError('is not a head such as 12:9f86d0…, as this command prints it.')
  return { seal: Number(seal), hash }
}
