import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Texts {
  readonly [key: string]: string | Texts
}

/** The texts of a language by their keys, `customers.title`; undefined where there are no pages. */
export async function readTexts(
  directory: string,
  language: 'ar' | 'en',
): Promise<Map<string, string> | undefined> {
  try {
    const file = await readFile(join(directory, `${language}.json`), 'utf8')
    return flatten(JSON.parse(file) as Texts)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function flatten(texts: Texts, before = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[before + key, value] as const] : [...flatten(value, `${before}${key}.`)],
    ),
  )
}

/** Arabic has six plural forms and English two: `items_few` needs no English twin. */
export function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '')
}
