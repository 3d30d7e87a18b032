import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

/** Where secrets show up in what the platform logs, at the top and one level down. */
const SECRET_KEYS = [
  'password',
  'passwordHash',
  'accessToken',
  'token',
  'secret',
  'authorization',
  'cookie',
  '["set-cookie"]',
]
const REDACTED = SECRET_KEYS.flatMap((key) => {
  const nested = key.startsWith('[') ? key : `.${key}`
  return [key, `*${nested}`, `*.headers${nested}`]
})

export interface LoggerOptions {
  readonly level: string
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream
}

/** The host's logger: JSON lines, secrets censored. Children add organization, plugin and request id. */
export function createLogger({ level, destination }: LoggerOptions): PinoLogger {
  const options = { level, redact: { paths: REDACTED, censor: '[secret]' }, base: null }
  return destination === undefined ? pino(options) : pino(options, destination)
}
