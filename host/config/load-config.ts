import { StartError } from '../start-error.ts'
import { type Config, configSchema } from './config.schema.ts'
import { listSettings, type Setting } from './setting.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the configuration from the environment. A variable set to nothing counts as unset.
 *
 * @throws StartError `invalid_setting` naming the first variable that is wrong
 */
export function loadConfig(environment: Environment = process.env): Config {
  const settings = listSettings(configSchema)
  const result = configSchema.safeParse(readTree(settings, environment))
  if (!result.success) {
    const issue = result.error.issues[0]
    const wrong = settings.find(({ path }) => path.every((key, depth) => issue?.path[depth] === key))
    throw wrong && issue ? invalid(wrong, environment[wrong.variable], issue.message) : result.error
  }
  checkTogether(result.data)
  return result.data
}

function readTree(settings: readonly Setting[], environment: Environment): object {
  const root: Record<string, unknown> = {}
  for (const { path, variable } of settings) {
    let node = root
    for (const key of path.slice(0, -1)) node = (node[key] ??= {}) as Record<string, unknown>
    const value = environment[variable]?.trim()
    node[path.at(-1) as string] = value === '' ? undefined : value
  }
  return root
}

function invalid(
  { variable, example, secret }: Setting,
  value: string | undefined,
  problem: string,
): StartError {
  const shown = secret ? '' : ` (${JSON.stringify(value)})`
  return new StartError(
    'invalid_setting',
    `The setting ${variable}${shown} ${problem}; write for example ${variable}=${example}`,
  )
}

function checkTogether({ database }: Config): void {
  const alone = (
    [
      ['DATABASE_ADMIN_URL', database.adminUrl],
      ['DATABASE_DIRECT_URL', database.directUrl],
      ['DATABASE_REPLICA_URL', database.replicaUrl],
    ] as const
  ).find(([, url]) => url)
  if (alone && !database.url) {
    throw new StartError(
      'invalid_setting',
      `The setting ${alone[0]} is set but DATABASE_URL is not, so the embedded database would be used; set DATABASE_URL as well, or unset ${alone[0]}.`,
    )
  }
  if (database.pooled && !database.directUrl) {
    throw new StartError(
      'invalid_setting',
      'The setting DATABASE_POOLED is true but DATABASE_DIRECT_URL is unset, and LISTEN and migrations cannot go through PgBouncer; set DATABASE_DIRECT_URL to the server itself.',
    )
  }
}
