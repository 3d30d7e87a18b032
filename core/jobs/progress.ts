import type { PlatformDatabase } from '../database/data-access.ts'

export interface Progress {
  readonly jobId: string
  readonly organizationId: string
  /** 0 to 1; values outside are brought to the nearer end. */
  readonly fraction: number
  /** Without one, the last one stays. */
  readonly message?: string
}

/** Tells those who watch a job how far it is. */
export async function reportProgress(
  platform: PlatformDatabase,
  { jobId, organizationId, fraction, message }: Progress,
): Promise<void> {
  await platform.asSystem(
    `insert into platform.job_progress (job_id, organization_id, fraction, message) values ($1, $2, $3, $4)
     on conflict (job_id) do update
       set fraction = excluded.fraction, message = coalesce(excluded.message, job_progress.message), updated_at = now()`,
    [jobId, organizationId, Math.min(1, Math.max(0, fraction)), message ?? null],
  )
}
