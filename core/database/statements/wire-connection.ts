/** The parts of pg's `Connection` that speak the extended protocol; its published types lag behind. */
export interface WireConnection {
  stream: { readonly writable: boolean; write(chunk: Buffer): boolean }
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: readonly (string | Buffer | null)[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string }): void
  close(message: { type: 'S'; name: string }): void
  flush(): void
  sync(): void
  sendCopyFail(message: string): void
}

/** What a connection writes meanwhile goes out as one chunk: a stream has a dozen steps for each, and a batch is made of ten. */
export function inOnePiece(connection: WireConnection, work: () => void): void {
  const { stream } = connection
  const chunks: Buffer[] = []
  connection.stream = { writable: stream.writable, write: (chunk) => chunks.push(chunk) > 0 }
  try {
    work()
  } finally {
    connection.stream = stream
    if (chunks.length > 0) stream.write(Buffer.concat(chunks))
  }
}
