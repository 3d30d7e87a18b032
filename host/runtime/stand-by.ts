import { loadTypeStripping } from './type-stripping.ts'

/** When a host under `wasla dev` may go on. A host that nobody told to stand by has no turns to wait for. */
export interface Turns {
  /** To start the platform: a plugin has changed. */
  start(): Promise<void>
  /** To listen: the host before has ended. */
  listen(): Promise<void>
}

/** It ends when the one that started it is gone, or asks it to before its turn has come. */
export function standBy(): Turns | undefined {
  if (process.env['WASLA_STANDBY'] === undefined || process.send === undefined) return undefined
  delete process.env['WASLA_STANDBY']
  const leave = (): void => process.exit()
  process.once('disconnect', leave)
  process.once('SIGTERM', leave)
  const told = (word: 'start' | 'listen'): Promise<void> =>
    new Promise((resolve) => {
      process.on('message', (message) => {
        if (message === word) resolve()
      })
    })
  const [start, listen] = [told('start'), told('listen')]
  return {
    async start() {
      await loadTypeStripping()
      await start
      process.off('SIGTERM', leave)
    },
    async listen() {
      await listen
      process.off('disconnect', leave)
      process.removeAllListeners('message')
      process.disconnect()
    },
  }
}
