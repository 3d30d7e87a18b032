/** Where a job is, in the words of the API. */
export const jobStates = [
  'waiting',
  'running',
  'retrying',
  'completed',
  'dead',
  'parked',
  'cancelled',
] as const

export type JobState = (typeof jobStates)[number]

/** SQL that turns a state of pg-boss's, or `parked`, into the API's. @param column an expression of type text */
export function stateOf(column: string): string {
  return `case ${column} when 'created' then 'waiting' when 'retry' then 'retrying' when 'active' then 'running'
    when 'failed' then 'dead' else ${column} end`
}
