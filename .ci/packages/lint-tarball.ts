import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** What publint finds wrong in a packed tarball, one sentence each; also what it only suggests. */
export async function lintTarball(tarball: string): Promise<string[]> {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball)
  const { messages, pkg } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer },
  })
  return messages.map(
    (message) => `${pkg['name']}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  )
}
