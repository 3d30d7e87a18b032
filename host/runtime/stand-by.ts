import { once } from 'node:events'

/**
 * Under `wasla dev` a host waits here for its turn, with its code loaded; it ends when the one that started it is gone.
 * A host that nobody told to stand by goes on at once.
 */
export async function standBy(): Promise<void> {
  if (process.env['WASLA_STANDBY'] === undefined || process.send === undefined) return
  delete process.env['WASLA_STANDBY']
  const leave = (): void => process.exit()
  process.once('disconnect', leave)
  process.once('SIGTERM', leave)
  await once(process, 'message')
  process.off('disconnect', leave)
  process.off('SIGTERM', leave)
  process.disconnect()
}
