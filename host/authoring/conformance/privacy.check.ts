import { isDeepStrictEqual } from 'node:util'
import type { ErasureReport } from '@wasla/sdk'
import type { KnownPerson, TestMember } from '@wasla/sdk/testing'
import { knownPerson, orderPrivacy } from './people.ts'
import type { Check, Looked, Subject } from './subject.ts'

const SHARED = 'wasla:shared'

export const privacy: Check = {
  name: 'what it holds about a person is exported and erased, and nobody else is touched',
  async look(subject) {
    const { plugin, seed } = subject.options
    const entities = (plugin.entities ?? []).filter(({ meta }) => meta.comment !== SHARED)
    if (entities.length === 0) return { looked: 0, findings: [] }
    if (plugin.privacy?.export === undefined || plugin.privacy.erase === undefined) {
      return {
        looked: 1,
        findings: [
          'It keeps rows and has no `privacy` with `export` and `erase`; if there is nothing personal in them, say so by answering empty lists.',
        ],
      }
    }
    if (seed === undefined)
      return {
        looked: 0,
        findings: [],
        skipped: 'It knows nobody yet; give `seed`, and use the person it is given.',
      }
    return lookAtTwoPeople(subject, seed)
  },
}

async function lookAtTwoPeople(
  subject: Subject,
  seed: NonNullable<Subject['options']['seed']>,
): Promise<Looked> {
  const { host, manifest } = subject
  const organization = await host.organization('Of two people', [manifest.id])
  const members: TestMember[] = [await organization.member('admin'), await organization.member('admin')]
  const people: KnownPerson[] = []
  for (const member of members) {
    const person = await knownPerson(host, member)
    people.push(person)
    await seed({ ...organization, owner: member }, person)
  }
  await host.settled()
  const [one, other] = people as [KnownPerson, KnownPerson]
  const ask = (kind: 'export' | 'erase', person: KnownPerson) =>
    orderPrivacy(subject, organization, kind, person)

  const [ofOne, ofOther] = [await ask('export', one), await ask('export', other)]
  const [before, othersBefore] = [
    await rowsAbout(subject, organization.id, one),
    await rowsAbout(subject, organization.id, other),
  ]
  const erased = await ask('erase', one)
  const failure = [ofOne, ofOther, erased].find(({ reason }) => reason !== undefined)
  if (failure !== undefined)
    return { looked: 1, findings: [`Its part failed when it was called: ${failure.reason}`] }
  const findings: string[] = []
  if (before > 0 && ofOne.records.length === 0)
    findings.push(`${before} rows hold the person's address or number, and the export is empty.`)
  if (mentions(JSON.stringify(ofOne.records), other))
    findings.push('The export of one person tells of another one.')

  const left = await rowsAbout(subject, organization.id, one)
  const again = await ask('export', one)
  const kept = (erased.erasure as ErasureReport[]).some((report) => report.kept.length > 0)
  if (left > 0 && !kept)
    findings.push(`After the erasure ${left} rows still hold the person's address or number.`)
  if (again.records.length > 0 && !kept)
    findings.push(`After the erasure ${again.records.length} records of the person are still exported.`)
  if ((await rowsAbout(subject, organization.id, other)) !== othersBefore)
    findings.push('The erasure of one person changed what is held about another one.')
  if (!isDeepStrictEqual((await ask('export', other)).records, ofOther.records))
    findings.push('After the erasure of one person, the export of another one is no longer the same.')
  const looked = before + ofOne.records.length
  return findings.length === 0 && looked === 0
    ? {
        looked,
        findings,
        skipped:
          'No row of the seed tells of the person it is given; use `person.email`, `person.phone` or the `owner`.',
      }
    : { looked, findings }
}

const mentions = (text: string, { email, phone, userId }: KnownPerson): boolean =>
  [email, phone, userId].some((identifier) => text.includes(identifier))

/** Rows in which the person's address or number stands. An id alone names nobody once the account is gone. */
async function rowsAbout(
  { host, schema }: Subject,
  organizationId: string,
  { email, phone }: KnownPerson,
): Promise<number> {
  const tables = await host.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = $1 and column_name = 'organization_id'`,
    [schema],
  )
  let rows = 0
  for (const { name } of tables) {
    const [found] = await host.query<{ rows: number }>(
      `select count(*)::int as rows from "${schema}"."${name}" t
       where organization_id = $1 and (strpos(to_jsonb(t)::text, $2) > 0 or strpos(to_jsonb(t)::text, $3) > 0)`,
      [organizationId, email, phone],
    )
    rows += found?.rows ?? 0
  }
  return rows
}
