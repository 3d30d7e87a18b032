import { inflateRawSync } from 'node:zlib'

/** Reads a zip archive by its central directory. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>()
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = archive.readUInt32LE(end + 16)
  for (let entry = archive.readUInt16LE(end + 10); entry > 0; entry -= 1) {
    const [method, size, nameLength, extraLength, commentLength, offset] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
      archive.readUInt32LE(at + 42),
    ]
    const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
    const content = archive.subarray(start, start + size)
    entries.set(
      archive.subarray(at + 46, at + 46 + nameLength).toString(),
      method === 0 ? content : inflateRawSync(content),
    )
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}
