import { publicUrl } from '../config/public-url.ts'
import type { Config } from '../config/config.schema.ts'
import { withoutPassword } from '../config/printable-config.ts'
import type { EmbeddedPostgres } from '../postgres/embedded-postgres.ts'
import type { Platform } from './kernel.ts'

const width = 80

export interface Started {
  version: string
  config: Config
  embedded: Pick<EmbeddedPostgres, 'directory' | 'moved' | 'adopted'> | undefined
  platform: Pick<Platform, 'port' | 'modules'>
  /** Since the process began. */
  milliseconds: number
}

/** The one screen a host prints: where it is, how to begin, where the data lies, how to stop it. */
export function startScreen(started: Started): string {
  const { config, platform, milliseconds, version } = started
  const url = platform.port === undefined ? undefined : publicUrl(config, platform.port)
  const title = url ? `Wasla ${version} is ready` : `Wasla ${version} runs jobs`
  const time = `${(milliseconds / 1000).toFixed(1)} s`
  return [
    '',
    `  ${title}${time.padStart(width - 4 - title.length)}`,
    '',
    ...(url ? row('Open', url) : []),
    ...data(started),
    ...modules(platform.modules),
    ...(url ? firstOrganization(url) : []),
    '',
    '  Stop it with Ctrl-C.',
    '',
  ].join('\n')
}

function data({ config, embedded }: Started): string[] {
  if (!embedded) return row('Data', withoutPassword(config.database.url ?? ''))
  return [
    ...row('Data', embedded.directory),
    ...(embedded.moved
      ? row('', `not in ${config.runtime.dataDirectory}, where PostgreSQL's own user cannot go`)
      : []),
    ...(embedded.adopted ? row('', 'its server was still running and has been taken over') : []),
  ]
}

function modules(all: Platform['modules']): string[] {
  const loaded = all.filter(({ quarantine }) => !quarantine).map(({ id, version }) => `${id} ${version}`)
  return [
    ...row('Modules', loaded.join(', ') || 'none'),
    ...all.flatMap(({ id, quarantine }) => (quarantine ? row('Quarantined', `${id}: ${quarantine}`) : [])),
  ]
}

function firstOrganization(url: string): string[] {
  return [
    '',
    '  Create the first organization:',
    '',
    `    curl ${url}/api/v1/auth/register \\`,
    `      -H 'content-type: application/json' \\`,
    `      -d '{"organizationName": "Northwind", "fullName": "Amal Saleh",`,
    `           "email": "amal@example.com", "password": "a long one of your own"}'`,
  ]
}

/** A label and its text, broken between words where the screen ends. */
function row(label: string, text: string): string[] {
  const indent = 16
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string
    if (line && line.length + 1 + word.length > width - indent) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines.map((line, index) => `  ${(index === 0 ? label : '').padEnd(indent - 2)}${line}`)
}
