/** The JSON of a value, written already. Stands in an answer's data only where the run was told that its answer leaves as text. */
export class WrittenJson {
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
}
