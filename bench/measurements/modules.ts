import { median } from '../load/median.ts'
import { askProcess } from '../processes/ask-process.ts'
import { atMost, type Measurement } from './measurement.ts'

// What the two processes answer.
interface ModuleMemory {
  readonly megabytes: number
  readonly microseconds: number
}
interface SchemaBuild {
  readonly first: number
  readonly later: readonly number[]
  readonly types: number
}

/** What it costs that each organization has modules of its own: memory, and schemas. */
export const modules: Measurement = {
  name: 'modules',
  async measure({ say }) {
    say('modules')
    const { megabytes, microseconds } = await askProcess<ModuleMemory>(
      new URL('../../core/tests/_module-memory.ts', import.meta.url),
    )
    const { first, later, types } = await askProcess<SchemaBuild>(
      new URL('../../core/tests/_schema-build.ts', import.meta.url),
    )
    const memory = atMost('10,000 organizations × 20 modules', 50, megabytes, 'MB')
    const schema = atMost('building a schema of 20 modules', 150, median(later), 'ms')
    return [
      { ...memory, detail: `${memory.detail}; a look-up takes ${microseconds.toFixed(2)} µs` },
      { ...schema, detail: `${schema.detail}; ${types} types, the very first ${first.toFixed(0)} ms` },
    ]
  },
}
