import { type OperationNode, RawNode, ValueNode } from 'kysely'
import { toJson } from '../statements/encode.ts'

/** Stands for a value while the SQL of a prepared query is written. */
export class Placeholder {
  readonly name: string
  /** It goes into a column of JSON. */
  readonly json: boolean

  constructor(name: string, json = false) {
    this.name = name
    this.json = json
  }

  valueIn(given: Readonly<Record<string, unknown>>): unknown {
    const value = given[this.name]
    return this.json ? asJson(value) : value
  }
}

/** A value for a column of JSON; nothing stays nothing. */
export function asJson(value: unknown): unknown {
  if (value instanceof Placeholder) return new Placeholder(value.name, true)
  return value === null || value === undefined ? value : toJson(value)
}

/** What `sql.val` of a placeholder becomes, as the plain value it stands for. */
export function unwrapped(node: OperationNode): OperationNode {
  if (!RawNode.is(node) || node.parameters.length !== 1) return node
  const [value] = node.parameters
  return value !== undefined && ValueNode.is(value) && value.value instanceof Placeholder ? value : node
}
