import type { Logger } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Signer } from '../encryption/keyring.ts'
import { Interval } from '../jobs/interval.ts'

export const AUDIT_SEAL = 'audit-seal'

export interface SealOptions {
  readonly platform: PlatformDatabase
  readonly signer: Signer
  /** Rows a seal. Default 1,000. */
  readonly batch?: number
  /** Seconds that a watermark ages besides the transactions it waits for. Default 2. */
  readonly settleSeconds?: number
}

/** Seals what is settled of the audit trail and answers how many seals were made. Any number of hosts may do it at once. */
export async function sealAudit({
  platform,
  signer,
  batch = 1_000,
  settleSeconds = 2,
}: SealOptions): Promise<number> {
  for (let seals = 0; ; ) {
    const more = await platform.transaction(async (query) => {
      const [sealed] = await query<{ seal: string | null; hash: string | null; more: boolean }>(
        `select seal::text, encode(hash, 'hex') as hash, more from platform.seal_audit($1, $2)`,
        [batch, settleSeconds],
      )
      if (sealed?.seal == null || sealed.hash === null) return false
      await query('update platform.audit_seals set signature = $2 where id = $1', [
        sealed.seal,
        signed(signer, sealed.hash),
      ])
      seals += 1
      return sealed.more
    })
    if (!more) return seals
  }
}

/** A host without keys still chains; what it seals is told apart as unsigned. */
function signed(signer: Signer, hash: string): string | null {
  try {
    return signer.sign(hash, AUDIT_SEAL)
  } catch {
    return null
  }
}

/** Seals in the background, for as long as the host runs. */
export function createAuditSealer(
  options: SealOptions & { readonly log: Logger; readonly pauseMs?: number },
): Interval {
  return new Interval(
    () =>
      sealAudit(options).then(
        () => undefined,
        (error: unknown) =>
          options.log.warn({ err: error }, 'The audit trail could not be sealed and is tried again'),
      ),
    options.pauseMs ?? 2_000,
  )
}
