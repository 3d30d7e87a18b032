import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

const compress = promisify(brotliCompress)
const TEXT = /\.(?:js|css|svg)$/
// As small as the highest within two percent, in a fifth of the time.
const QUALITY = 9

/** Writes a compressed twin beside each script and style sheet, so that no host compresses them again and again. */
export async function compressFiles(directory: string): Promise<void> {
  const files = (await readdir(directory)).filter((name) => TEXT.test(name))
  await Promise.all(
    files.map(async (name) => {
      const content = await readFile(join(directory, name))
      await writeFile(
        join(directory, `${name}.br`),
        await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }),
      )
    }),
  )
}
