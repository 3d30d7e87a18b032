import pg from 'pg'
import { MessageSplitter, type TakesRows } from './message-splitter.ts'

type OnData = (messages: Buffer) => void

interface ReceivingConnection {
  /** Begins to read; pg calls it when the connection, encrypted or not, is there. */
  attachListeners(stream: Received): void
}

interface Received {
  on(event: string, listener: OnData): unknown
}

/** A client of pg's that gives rows to the query they are for as they came, if it takes them so. */
export class RowClient extends pg.Client {
  /** Which query the server answers. */
  declare readonly _activeQuery: Partial<TakesRows> | null

  constructor(config?: pg.ClientConfig) {
    super(config)
    const { connection } = this as unknown as { connection: ReceivingConnection }
    const { attachListeners } = connection
    connection.attachListeners = (stream) =>
      attachListeners.call(connection, {
        on: (event, listener) => {
          if (event !== 'data') return stream.on(event, listener)
          const splitter = new MessageSplitter(() => this.#takesRows(), listener)
          return stream.on('data', (chunk) => splitter.read(chunk))
        },
      })
  }

  #takesRows(): TakesRows | undefined {
    const query = this._activeQuery
    return query?.takeRow === undefined ? undefined : (query as TakesRows)
  }
}
