import type { Command } from 'commander'
import { withApplication } from './with-application.ts'

/** `wasla keys rotate` */
export function addKeys(program: Command): void {
  program
    .command('keys')
    .description('the keys of WASLA_ENCRYPTION_KEYS')
    .command('rotate')
    .description(
      'encrypt everything with the first key; put the new key in front and restart the hosts before. May be run again',
    )
    .action(async () => {
      const { rotateEncryptionKeys } = await import('@wasla/core')
      const { rotated, unreadable, remaining } = await withApplication('keys rotate', rotateEncryptionKeys)
      for (const [column, rows] of Object.entries(rotated)) console.log(`${column}: ${rows}`)
      for (const { column, key, reason } of unreadable)
        console.error(`✗ ${column} of ${key} stays as it is: ${reason}`)
      for (const { column, rows } of remaining)
        console.error(`✗ ${column}: ${rows} rows are still encrypted with another key.`)
      if (unreadable.length > 0 || remaining.length > 0) {
        console.error('Keep the older keys: something still needs them.')
        process.exitCode = 1
      } else console.log('Everything is encrypted with the first key; the others may go.')
    })
}
