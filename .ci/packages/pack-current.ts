// Lerna runs this in each package's folder, dependencies first.
import { packPackage } from './pack-package.ts'

const [, , destination] = process.argv
if (!destination) throw new Error('pack-current.ts needs the folder for the tarball as its argument.')
packPackage(`${import.meta.dirname}/../..`, process.cwd(), destination)
