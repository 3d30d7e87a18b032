import { join } from 'node:path'
import { readTexts } from './text-keys.ts'
import { unknownTexts } from './unknown-texts.ts'
import { untoldProblems } from './untold-problems.ts'

/** What a plugin's pages say and ask for. */
export interface PluginTexts {
  readonly en: ReadonlyMap<string, string>
  readonly ar: ReadonlyMap<string, string>
  /** How many texts its pages ask for. */
  readonly asked: number
  /** In a sentence each: texts that are asked for and in neither language, and problems without one. */
  readonly wanting: readonly string[]
}

/** @returns undefined for a plugin without texts of its own */
export async function pluginTexts(directory: string, id: string): Promise<PluginTexts | undefined> {
  const folder = join(directory, 'admin/locales')
  const [en, ar] = [await readTexts(folder, 'en'), await readTexts(folder, 'ar')]
  if (en === undefined || ar === undefined) return undefined
  const keys = [...en.keys(), ...ar.keys()]
  const { asked, findings } = unknownTexts({
    directory,
    sources: ['admin/**/*.{ts,tsx}'],
    namespace: id,
    keys,
  })
  return { en, ar, asked, wanting: [...findings, ...untoldProblems(directory, id, keys)] }
}
