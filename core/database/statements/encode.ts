/** JSON for a `jsonb` value; a bigint becomes a string, as everywhere at the edge. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    // Of a bigint, as of a circle; asking for each member takes several times as long.
    if (!(error instanceof TypeError)) throw error
    return JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'bigint' ? member.toString() : member,
    )
  }
}

/** A parameter as the text format of the protocol wants it; binary data goes as it is. */
export function encode(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (Array.isArray(value)) return encodeArray(value)
  return toJson(value)
}

function encodeArray(values: readonly unknown[]): string {
  return `{${values.map(encodeElement).join(',')}}`
}

function encodeElement(value: unknown): string {
  if (Array.isArray(value)) return encodeArray(value)
  const text = encode(value)
  if (text === null) return 'NULL'
  const quoted = Buffer.isBuffer(text) ? `\\x${text.toString('hex')}` : text
  return `"${quoted.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
