import type { Check } from './subject.ts'

const shared = 'wasla:shared'

export const privacy: Check = {
  name: 'what it holds about a person can be exported and erased',
  async look({ options }) {
    const entities = (options.plugin.entities ?? []).filter(({ meta }) => meta.comment !== shared)
    if (entities.length === 0) return { looked: 0, findings: [] }
    const { privacy: part } = options.plugin
    if (part?.export === undefined || part.erase === undefined) {
      return {
        looked: 1,
        findings: [
          'It keeps rows and has no `privacy` with `export` and `erase`; if there is nothing personal in them, say so by answering empty lists.',
        ],
      }
    }
    return { looked: 1, findings: [] }
  },
}
