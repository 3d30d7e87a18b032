/** By what hosts tell each other of events, jobs and work: LISTEN and NOTIFY. */
export const JOBS_CHANNEL = 'wasla_jobs'
