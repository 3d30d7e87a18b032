import { bootstrap } from '@wasla/migrations'
import { loadConfig } from '../config/load-config.ts'
import { applicationUrls } from '../database/application-urls.ts'
import { encryptionKeys } from '../runtime/encryption-keys.ts'
import { withDatabase } from './with-database.ts'

/** Runs a command as the application itself: with its login and its keys. */
export function withApplication<Result>(
  command: string,
  work: (application: { url: string; encryptionKeys: readonly string[] }) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig()
  return withDatabase(config, command, async ({ adminUrl, appUrl }) => {
    const login = await bootstrap({ adminUrl, appUrl })
    return work({
      url: applicationUrls(config, login.appUrl).directUrl,
      encryptionKeys: await encryptionKeys(config),
    })
  })
}
