import { askProcess } from './ask-process.ts'

// What the processes answer.
interface PluginImport {
  readonly plugin: string
  readonly milliseconds: number
  readonly megabytes: number
}
interface ModuleMemory {
  readonly megabytes: number
  readonly microseconds: number
}
interface SchemaBuild {
  readonly first: number
  readonly later: readonly number[]
  readonly types: number
}

/** Figures of processes that need neither database nor host, each asked once. */
export interface IsolatedFigures {
  imports(): Promise<readonly PluginImport[]>
  moduleMemory(): Promise<ModuleMemory>
  schemaBuild(): Promise<SchemaBuild>
}

export function isolatedFigures(): IsolatedFigures {
  return {
    imports: once(new URL('../../host/tests/_plugin-imports.ts', import.meta.url)),
    moduleMemory: once(new URL('../../core/tests/_module-memory.ts', import.meta.url)),
    schemaBuild: once(new URL('../../core/tests/_schema-build.ts', import.meta.url)),
  }
}

function once<Answer>(module: URL): () => Promise<Answer> {
  let asked: Promise<Answer> | undefined
  return () => (asked ??= askProcess<Answer>(module))
}
