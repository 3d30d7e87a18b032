import { writeFile } from 'node:fs/promises'
import { StartError } from '../../start-error.ts'

/** @throws StartError `drawing_not_written` */
export async function writeMap(file: string, svg: string): Promise<void> {
  await writeFile(file, svg).catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(
      'drawing_not_written',
      `The drawing could not be written to ${file} (${cause.code}); name a file in a folder that is there and yours.`,
      { cause },
    )
  })
}
