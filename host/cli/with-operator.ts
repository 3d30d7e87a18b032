import type { Operator } from '@wasla/core'
import { withApplication } from './with-application.ts'

/** Runs a command on queues and events with the application's login, beside hosts that may be running. */
export async function withOperator<Result>(
  command: string,
  work: (operator: Operator) => Promise<Result>,
): Promise<Result> {
  const core = await import('@wasla/core')
  return withApplication(command, ({ url }) => core.withOperator({ url }, work))
}
