import { median } from '../load/median.ts'
import { atMost, type Measurement } from './measurement.ts'

/** What it costs that each organization has modules of its own: memory, and schemas. */
export const modules: Measurement = {
  name: 'modules',
  async measure({ isolated, say }) {
    say('modules')
    const { megabytes, microseconds } = await isolated.moduleMemory()
    const { first, later, types } = await isolated.schemaBuild()
    const memory = atMost('10,000 organizations × 20 modules', 50, megabytes, 'MB')
    const schema = atMost('building a schema of 20 modules', 150, median(later), 'ms')
    return [
      { ...memory, detail: `${memory.detail}; a look-up takes ${microseconds.toFixed(2)} µs` },
      { ...schema, detail: `${schema.detail}; ${types} types, the very first ${first.toFixed(0)} ms` },
    ]
  },
}
