import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { exampleValue, type ExampleSchema } from './example-value.ts'
import type { Check, Subject } from './subject.ts'

const PATIENCE = 10_000

/** @param patience milliseconds that the parking, and the sending, of one event may take */
export const parkedEvents = (patience = PATIENCE): Check => ({
  name: 'events for it wait while it is off, and arrive when it is on again',
  async look(subject) {
    const { options, manifest, host, ours } = subject
    const subscribers = options.plugin.subscribers ?? []
    if (subscribers.length === 0) return { looked: 0, findings: [] }
    const findings: string[] = []
    await ours.switch(manifest.id, false)
    for (const { event } of subscribers) {
      const schema = z.toJSONSchema(event.payload, { io: 'output', unrepresentable: 'any' }) as ExampleSchema
      await host.emit(ours, {
        name: event.name,
        version: event.version,
        payload: exampleValue(schema) as object,
      })
    }
    for (const { name } of subscribers) {
      if (!(await becomes(subject, name, (parked) => parked > 0, patience)))
        findings.push(`An event for ${name} was not parked while the module was off.`)
    }
    await ours.switch(manifest.id, true)
    for (const { name } of subscribers) {
      if (!(await becomes(subject, name, (parked) => parked === 0, patience)))
        findings.push(`An event for ${name} stayed parked after the module was on again.`)
    }
    return { looked: subscribers.length, findings }
  },
})

async function becomes(
  { host, ours }: Subject,
  queue: string,
  wanted: (parked: number) => boolean,
  patience: number,
): Promise<boolean> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    const [row] = await host.query<{ parked: number }>(
      'select count(*)::int as parked from platform.parked_jobs where organization_id = $1 and queue = $2',
      [ours.id, queue],
    )
    if (wanted(row?.parked ?? 0)) return true
    await sleep(25)
  }
  return false
}
