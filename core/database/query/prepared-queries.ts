import type { AnyEntity, PreparedQuery, Query, QueryBuilder } from '@wasla/sdk'
import { sql } from 'kysely'
import { Placeholder } from './placeholder.ts'

type Builder = QueryBuilder<readonly AnyEntity[]>
type Prepared = PreparedQuery<Builder, unknown>['prepared']

/** The SQL of a prepared query for one set of values that are there. */
interface Template {
  readonly text: string
  readonly name: string | undefined
  /** What is bound, in order: constants of the query, and those that stand for its values. */
  readonly parameters: readonly unknown[]
}

/** Each set of values is a text of its own, and callers choose the set: at so many it begins anew. */
const KEPT = 500

/** SQL that was written before, by the function that builds the query and by which of its values are there. */
export class PreparedQueries {
  readonly #known = new WeakMap<Prepared['build'], Map<string, Template>>()
  readonly #write: (build: (builder: Builder) => Query<unknown>) => Template

  constructor(write: (build: (builder: Builder) => Query<unknown>) => Template) {
    this.#write = write
  }

  statementOf({ build, values }: Prepared): { text: string; name: string | undefined; values: unknown[] } {
    const given = values as Readonly<Record<string, unknown>>
    const { text, name, parameters } = this.#templateOf(build, given)
    return {
      text,
      name,
      values: parameters.map((value) => (value instanceof Placeholder ? value.valueIn(given) : value)),
    }
  }

  #templateOf(build: Prepared['build'], given: Readonly<Record<string, unknown>>): Template {
    let known = this.#known.get(build)
    if (known === undefined) this.#known.set(build, (known = new Map<string, Template>()))
    let shape = ''
    for (const name in given) if (given[name] !== undefined) shape += `${name},`
    let template = known.get(shape)
    if (template === undefined) {
      const present = Object.keys(given).filter((name) => given[name] !== undefined)
      const placeholders = Object.fromEntries(present.map((name) => [name, sql.val(new Placeholder(name))]))
      template = this.#write((builder) => build(builder, placeholders))
      if (known.size >= KEPT) known.clear()
      known.set(shape, template)
    }
    return template
  }
}
