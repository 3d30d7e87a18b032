import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By what takes long there: installing, browsers, whole plugins, processes that come up. */
const LONG = [
  'e2e/stranger/',
  'e2e/admin/administration',
  'e2e/admin/module-pages',
  'host/tests/dev.',
  '/conformance.',
  'e2e/admin/',
  'core/tenancy/tests/hosts.',
  'e2e/toggles.',
  'host/tests/',
  '.ci/schema/',
  'e2e/',
] as const

/** What takes long begins first, so that at the end no file runs on alone beside idle processors. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((part) => moduleId.includes(part))
      return found === -1 ? LONG.length : found
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
