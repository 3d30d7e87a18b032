import { z } from 'zod'

/** What the reader of the reference, of an error and of `wasla doctor` learns about one setting. */
export interface SettingInfo {
  variable: string
  description: string
  example: string
  /** How the absence of the variable reads in the reference. */
  unset?: string
  /** A secret is never printed. A secret URL is printed without its password. */
  secret?: boolean | 'url'
}

const settings = z.registry<SettingInfo>()

/** Marks a schema as the setting read from the environment variable `info.variable`. */
export function setting<Schema extends z.ZodType>(info: SettingInfo, schema: Schema): Schema {
  const described = schema.describe(info.description) as Schema
  settings.add(described, info)
  return described
}

export interface Setting extends SettingInfo {
  path: readonly string[]
  schema: z.ZodType
}

/** All settings of a tree of objects, in the order in which they are written. */
export function listSettings(tree: z.ZodObject, path: readonly string[] = []): Setting[] {
  return Object.entries(tree.shape).flatMap(([key, node]) => {
    const here = [...path, key]
    if (node instanceof z.ZodObject) return listSettings(node, here)
    const schema = node as z.ZodType
    const info = settings.get(schema)
    if (!info) throw new TypeError(`The setting ${here.join('.')} was not declared with setting().`)
    return [{ ...info, path: here, schema }]
  })
}
