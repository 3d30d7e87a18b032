import { lintPlugin } from '@wasla/migrations'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from './subject.ts'

export const migrations: Check = {
  name: 'migrations keep to their schema, and take away only in a contract step',
  async look({ manifest, directory }) {
    const files = (await readdir(join(directory, 'migrations')).catch(() => [])).filter((name) =>
      name.endsWith('.sql'),
    )
    if (files.length === 0) return { looked: 0, findings: [] }
    const findings = await lintPlugin({ id: manifest.id, directory })
    return {
      looked: files.length,
      findings: findings.map(({ file, line, message, code }) => `${file}:${line} ${message} [${code}]`),
    }
  },
}
