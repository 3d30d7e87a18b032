/** How far a reader is: everything below this transaction was told. */
export interface LiveCursor {
  readonly transaction: bigint
  /** When it was given out, in milliseconds. */
  readonly at: number
}

const SHAPE = /^(\d{1,20})-([0-9a-z]{1,10})$/

/** Opaque to clients. */
export function writeCursor(transaction: bigint, at = Date.now()): string {
  return `${transaction}-${Math.floor(at / 1000).toString(36)}`
}

export function readCursor(text: string): LiveCursor | undefined {
  const [, transaction, seconds] = SHAPE.exec(text) ?? []
  if (transaction === undefined || seconds === undefined) return undefined
  return { transaction: BigInt(transaction), at: Number.parseInt(seconds, 36) * 1000 }
}
