// Lerna runs this in each package's folder, dependencies first.
import { packPackage } from './pack-package.ts'

const [, , destination] = process.argv
if (!destination) throw new Error('pack-current.ts needs the folder for the tarball as its argument.')
try {
  packPackage(`${import.meta.dirname}/../..`, process.cwd(), destination)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
