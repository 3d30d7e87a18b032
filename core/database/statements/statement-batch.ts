import type { Connection, Submittable } from 'pg'
import { markDatabaseError } from '../errors/database-error.ts'
import { encode } from './encode.ts'
import { type PreparedStatement, PreparedStatements } from './prepared-statements.ts'
import { ReceivedRows } from './received-rows.ts'
import { RowShape } from './row-shape.ts'
import type { Statement, StatementResult } from './statement.ts'
import { inOnePiece, type WireConnection } from './wire-connection.ts'

const preparedByConnection = new WeakMap<object, PreparedStatements>()

// The server's plan or its memory of a name is out of date; parsing anew mends it.
const stalePlan = new Set(['0A000', '26000'])

/** Chooses what else belongs to the same implicit transaction once the first statements have answered. */
export type Continue = (results: readonly StatementResult[]) => readonly Statement[]

interface Step {
  readonly statement: Statement
  readonly values: readonly (string | Buffer | null)[]
  prepared: PreparedStatement | undefined
  parsedHere: boolean
}

/**
 * Statements bound before one Sync: outside a transaction block the server runs them as one implicit
 * transaction, and an error anywhere skips the rest. pg's own `Query` sends one statement per Sync.
 */
export class StatementBatch implements Submittable {
  readonly done: Promise<readonly StatementResult[]>
  readonly #steps: Step[]
  readonly #results: StatementResult[] = []
  readonly #continue: Continue | undefined
  readonly #resolve: (results: readonly StatementResult[]) => void
  readonly #reject: (error: unknown) => void
  #prepared = new PreparedStatements()
  #rows: object[] = []
  #received: ReceivedRows | undefined
  #shape: RowShape | undefined
  #synced = false
  #failure: { readonly error: unknown } | undefined

  constructor(statements: readonly Statement[], continueWith?: Continue) {
    this.#steps = statements.map(toStep)
    this.#continue = continueWith
    const { promise, resolve, reject } = Promise.withResolvers<readonly StatementResult[]>()
    this.done = promise
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Called by pg's client when the connection is free. */
  submit(connection: Connection): void {
    const wire = connection as unknown as WireConnection
    this.#prepared = preparedOf(connection)
    inOnePiece(wire, () => {
      for (const name of this.#prepared.takeClosing()) wire.close({ type: 'S', name })
      for (const step of this.#steps) this.#send(step, wire)
      if (this.#continue === undefined) this.#sync(wire)
      else wire.flush()
    })
  }

  handleRowDescription(message: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#shape = RowShape.of(message.fields)
    const step = this.#current
    if (step?.prepared !== undefined) step.prepared.shape = this.#shape
  }

  /** Called by `RowClient`. */
  takeRow(bytes: Buffer, place: number): void {
    const shape = (this.#shape ??= this.#current?.prepared?.shape)
    if (shape === undefined || this.#failure !== undefined) return
    if (this.#current?.statement.asReceived === true) {
      ;(this.#received ??= new ReceivedRows(shape)).add(bytes, place)
      return
    }
    try {
      this.#rows.push(shape.row(bytes, place))
    } catch (error) {
      this.#failure = { error }
    }
  }

  handleCommandComplete(message: { text: string }, connection: WireConnection): void {
    this.#complete(message.text, connection)
  }

  handleEmptyQuery(connection: WireConnection): void {
    this.#complete('', connection)
  }

  /** An error of the server, after which it waits for Sync; or of the connection. */
  handleError(error: Error & { code?: string }, connection: WireConnection): void {
    for (const [index, step] of this.#steps.entries()) {
      if (step.prepared === undefined || index < this.#results.length) continue
      const stale = index === this.#results.length && stalePlan.has(error.code ?? '')
      if (step.parsedHere || stale) this.#prepared.forget(step.prepared.name)
    }
    if (!this.#synced) this.#sync(connection)
    this.#reject(this.#failure?.error ?? markDatabaseError(error))
  }

  handleReadyForQuery(): void {
    if (this.#failure === undefined) this.#resolve(this.#results)
    else this.#reject(this.#failure.error)
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail('COPY is not supported here')
  }

  handleCopyData(): void {}

  get #current(): Step | undefined {
    return this.#steps[this.#results.length]
  }

  #complete(tag: string, connection: WireConnection): void {
    const answered = this.#current
    const shape = this.#shape ?? answered?.prepared?.shape
    const asReceived = answered?.statement.asReceived === true && shape !== undefined
    const received = asReceived ? (this.#received ?? new ReceivedRows(shape)) : undefined
    this.#results.push({ rows: this.#rows, received, tag, shape })
    this.#rows = []
    this.#received = undefined
    this.#shape = undefined
    if (this.#continue === undefined || this.#synced || this.#results.length < this.#steps.length) return
    inOnePiece(connection, () => {
      for (const step of this.#following()) {
        this.#steps.push(step)
        this.#send(step, connection)
      }
      this.#sync(connection)
    })
  }

  #following(): readonly Step[] {
    try {
      if (this.#failure !== undefined) throw this.#failure.error
      return (this.#continue?.(this.#results) ?? []).map(toStep)
    } catch (error) {
      this.#failure = { error }
      // A Sync alone would commit what was done so far.
      return [toStep({ text: 'rollback' })]
    }
  }

  #sync(connection: WireConnection): void {
    this.#synced = true
    connection.sync()
  }

  #send(step: Step, connection: WireConnection): void {
    const { text, name } = step.statement
    step.prepared = name === undefined ? undefined : this.#prepared.get(name)
    if (step.prepared === undefined) {
      connection.parse({ text, name: name ?? '' })
      if (name !== undefined) step.prepared = this.#prepared.add(name)
      step.parsedHere = true
    }
    connection.bind({ statement: name ?? '', values: step.values })
    if (step.prepared?.shape === undefined) connection.describe({ type: 'P', name: '' })
    connection.execute({ portal: '' })
  }
}

function toStep(statement: Statement): Step {
  return { statement, values: (statement.values ?? []).map(encode), prepared: undefined, parsedHere: false }
}

function preparedOf(connection: object): PreparedStatements {
  let prepared = preparedByConnection.get(connection)
  if (prepared === undefined) {
    prepared = new PreparedStatements()
    preparedByConnection.set(connection, prepared)
  }
  return prepared
}
