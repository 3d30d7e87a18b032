import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signer } from '../encryption/keyring.ts'
import { AUDIT_SEAL } from './audit-sealer.ts'

/** Something about the trail that is not as it was sealed. */
export interface AuditFinding {
  readonly seal: number | null
  readonly kind:
    | 'rows_missing'
    | 'rows_added'
    | 'rows_changed'
    | 'values_changed'
    | 'seal_changed'
    | 'seal_missing'
    | 'signature_invalid'
  /** Ids of the rows it is about. */
  readonly rows: readonly string[]
  readonly message: string
}

export interface AuditVerification {
  readonly findings: readonly AuditFinding[]
  readonly seals: number
  readonly rows: number
  /** Rows whose values erasure or a purge emptied; the trail that they were there holds. */
  readonly withoutValues: number
  /** Rows younger than the last seal. */
  readonly unsealed: number
  /** Seals that bear no signature, or one of a key that is not configured here. */
  readonly unsigned: number
  /** The last seal's hash. Kept elsewhere, it shows later whether the end of the trail was cut off. */
  readonly head: { readonly seal: number; readonly hash: string } | null
}

interface SealRow {
  readonly id: number
  readonly contiguous: boolean
  readonly hash: string
  readonly recomputed: string
  readonly signature: string | null
  readonly valuesChanged: string[]
  readonly rows: number
  readonly withoutValues: number
}

/** In what the rows differ from those that were sealed. */
interface SealDifferences {
  readonly missing: string[]
  readonly added: string[]
  readonly changed: string[]
}

const PAGE = 20
const SAME: SealDifferences = { missing: [], added: [], changed: [] }

/**
 * Computes every hash of the trail anew.
 * @param anchor a head that was noted earlier: the trail must still contain it
 */
export async function verifyAudit(
  { platform, signer }: { readonly platform: PlatformDatabase; readonly signer: Signer },
  anchor?: { readonly seal: number; readonly hash: string },
): Promise<AuditVerification> {
  const findings: AuditFinding[] = []
  let totals = { seals: 0, rows: 0, withoutValues: 0, unsigned: 0 }
  let head: AuditVerification['head'] = null
  let anchored = anchor === undefined
  for (;;) {
    const page = await readSeals(platform, head?.seal ?? 0)
    for (const seal of page) {
      const unsigned =
        seal.signature === null || signer.check(seal.signature, seal.hash, AUDIT_SEAL) === 'unknown-key'
      const differences = seal.hash === seal.recomputed ? SAME : await readDifferences(platform, seal.id)
      findings.push(...findingsOf(seal, differences, head?.seal ?? 0, signer))
      anchored ||= seal.id === anchor?.seal && seal.hash === anchor.hash
      totals = {
        seals: totals.seals + 1,
        rows: totals.rows + seal.rows,
        withoutValues: totals.withoutValues + seal.withoutValues,
        unsigned: totals.unsigned + Number(unsigned),
      }
      head = { seal: seal.id, hash: seal.hash }
    }
    if (page.length < PAGE) break
  }
  if (!anchored) {
    findings.push({
      seal: anchor?.seal ?? null,
      kind: 'seal_missing',
      rows: [],
      message: `The seal ${anchor?.seal} with the hash you noted is not in the trail any more: its end was cut off, or it was written anew.`,
    })
  }
  const [rest] = await platform.asSystem<{ unsealed: number }>(
    `select count(*)::int as unsealed from platform.audit_log
     where id > coalesce((select max(until_id) from platform.audit_seals), 0)`,
  )
  return { findings, ...totals, unsealed: rest?.unsealed ?? 0, head }
}

function findingsOf(
  seal: SealRow,
  { missing, added, changed }: SealDifferences,
  before: number,
  signer: Signer,
): AuditFinding[] {
  const { id } = seal
  const findings: AuditFinding[] = []
  const add = (kind: AuditFinding['kind'], rows: readonly string[], message: string) =>
    findings.push({ seal: id, kind, rows, message })
  if (id !== before + 1 || !seal.contiguous)
    add('seal_missing', [], `Between the seals ${before} and ${id} something is missing.`)
  if (missing.length > 0) add('rows_missing', missing, `${missing.length} rows that were sealed are gone.`)
  if (added.length > 0) add('rows_added', added, `${added.length} rows were put in after the seal.`)
  if (changed.length > 0) add('rows_changed', changed, `${changed.length} rows are not what was sealed.`)
  if (seal.valuesChanged.length > 0)
    add(
      'values_changed',
      seal.valuesChanged,
      `The values of ${seal.valuesChanged.length} rows are not what was written; erasure only ever empties them.`,
    )
  if (findings.length === 0 && seal.hash !== seal.recomputed)
    add('seal_changed', [], `The hash of seal ${id} does not follow from its rows and the seal before it.`)
  if (seal.signature !== null && signer.check(seal.signature, seal.hash, AUDIT_SEAL) === 'invalid') {
    add(
      'signature_invalid',
      [],
      `Seal ${id} was not made by a host of this platform: its signature does not fit.`,
    )
  }
  return findings
}

function readSeals(platform: PlatformDatabase, after: number): Promise<SealRow[]> {
  return platform.asSystem<SealRow>(
    `select s.id::float8 as id, s.after_id = coalesce(p.until_id, 0) as contiguous, encode(s.hash, 'hex') as hash,
       encode(platform.audit_seal_hash(p.hash, s.id, s.after_id, s.until_id, r.hashes), 'hex') as recomputed,
       s.signature, r.rows, r."withoutValues", r."valuesChanged"
     from platform.audit_seals s
     left join platform.audit_seals p on p.id = s.id - 1
     cross join lateral (
       select coalesce(string_agg(platform.audit_row_hash(l), '' order by l.id), '') as hashes, count(*)::int as rows,
         (count(*) filter (where coalesce(l.before, l.after) is null))::int as "withoutValues",
         coalesce(array_agg(l.id::text) filter (where coalesce(l.before, l.after) is not null
           and platform.audit_digest(l.salt, l.before, l.after) is distinct from l.values_digest), '{}') as "valuesChanged"
       from platform.audit_log l
       where l.id > s.after_id and l.id <= s.until_id
     ) r
     where s.id > $1 order by s.id limit ${PAGE}`,
    [after],
  )
}

/** Names the rows of a seal whose hash does not hold. */
async function readDifferences(platform: PlatformDatabase, seal: number): Promise<SealDifferences> {
  const [differences] = await platform.asSystem<SealDifferences>(
    `with sealed as materialized (
       select i.id, substring(s.marks from (i.position::int - 1) * 8 + 1 for 8) as mark
       from platform.audit_seals s cross join unnest(s.audit_ids) with ordinality as i (id, position) where s.id = $1
     ), present as materialized (
       select l.id, substring(platform.audit_row_hash(l) for 8) as mark
       from platform.audit_seals s join platform.audit_log l on l.id > s.after_id and l.id <= s.until_id where s.id = $1
     )
     select coalesce(array_agg(s.id::text) filter (where p.id is null), '{}') as missing,
       coalesce(array_agg(p.id::text) filter (where s.id is null), '{}') as added,
       coalesce(array_agg(p.id::text) filter (where s.mark <> p.mark), '{}') as changed
     from sealed s full join present p on p.id = s.id`,
    [seal],
  )
  return differences ?? SAME
}
