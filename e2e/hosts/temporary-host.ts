import { startTemporaryPostgres } from '@wasla/host'
import { startHostProcess } from './host-process.ts'

/** A host on a database of its own; nothing of either is left when it stops. */
export async function startTemporaryHost(): Promise<{ url: string; stop(): Promise<void> }> {
  const postgres = await startTemporaryPostgres()
  try {
    const host = await startHostProcess({ DATABASE_URL: postgres.url })
    return {
      url: host.url,
      stop: async () => {
        await host.stop()
        await postgres.stop()
      },
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}
