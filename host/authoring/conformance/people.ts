import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ErasureReport, PersonalRecords, Plugin } from '@wasla/sdk'
import type { KnownPerson, TestHost, TestMember, TestOrganization } from '@wasla/sdk/testing'
import type { Subject } from './subject.ts'

const PATIENCE = 30_000

/** What the plugin's own `export` answered, newest last. */
export type ExportLog = (readonly PersonalRecords[])[]

/** The same plugin, with what its export answers written down: the archive itself is packed for people. */
export function withExportLog(plugin: Plugin, log: ExportLog): Plugin {
  const { privacy } = plugin
  if (privacy === undefined) return plugin
  return {
    ...plugin,
    privacy: {
      ...privacy,
      export: async (ctx, person, run) => {
        const records = await privacy.export(ctx, person, run)
        log.push(records)
        return records
      },
    },
  }
}

/** The member as a plugin may come to know them. */
export async function knownPerson(host: TestHost, { userId }: TestMember): Promise<KnownPerson> {
  const [user] = await host.query<{ email: string }>('select email from platform.users where id = $1', [
    userId,
  ])
  return { userId, email: user?.email ?? '', phone: `+9665${randomInt(10_000_000, 99_999_999)}` }
}

interface Outcome {
  readonly records: readonly Record<string, unknown>[]
  readonly erasure: readonly ErasureReport[]
  /** Why the plugin's part failed, if it did. */
  readonly reason: string | undefined
}

/** Orders it as an administrator would, and waits until it is done. */
export async function orderPrivacy(
  { manifest, exports }: Subject,
  { owner }: TestOrganization,
  kind: 'export' | 'erase',
  { userId, email, phone }: KnownPerson,
): Promise<Outcome> {
  exports.length = 0
  const ordered = await owner.call('POST', '/privacy/requests', {
    body: { kind, subject: { userId, email, phone } },
  })
  if (ordered.status !== 202) throw new Error(`The request was refused: ${JSON.stringify(ordered.body)}`)
  const end = performance.now() + PATIENCE
  for (;;) {
    const { body } = await owner.call('GET', `/privacy/requests/${ordered.body.id}`)
    if (!['waiting', 'running'].includes(body.status)) {
      const part = body.report.modules?.[manifest.id]
      return {
        records: (exports.at(-1) ?? []).flatMap(({ records }) => records),
        erasure: part?.erased ?? [],
        reason: part?.status === 'done' ? undefined : `${part?.status}, ${part?.reason ?? body.status}`,
      }
    }
    if (performance.now() > end)
      throw new Error(`The request is still ${body.status} after ${PATIENCE / 1000} s.`)
    await sleep(25)
  }
}
