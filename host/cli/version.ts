import { readFileSync } from 'node:fs'

/** The version of this package, read where it lies: beside the sources, or one level above `dist`. */
export const version: string = readVersion()

function readVersion(): string {
  const places = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url))
  for (const place of places) {
    try {
      return (JSON.parse(readFileSync(place, 'utf8')) as { version: string }).version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('The package.json of @wasla/host is missing; install the package again.')
}
