/** The parts of pg's `Connection` that speak the extended protocol; its published types lag behind. */
export interface WireConnection {
  readonly stream: { cork(): void; uncork(): void }
  parse(message: { text: string; name: string }): void
  bind(message: { statement: string; values: readonly (string | Buffer | null)[] }): void
  describe(message: { type: 'P'; name: string }): void
  execute(message: { portal: string }): void
  close(message: { type: 'S'; name: string }): void
  flush(): void
  sync(): void
  sendCopyFail(message: string): void
}
