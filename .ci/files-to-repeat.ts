import { readFileSync } from 'node:fs'
import { filesToRepeat } from './report/second-run.ts'

/** Prints the files that deserve another run, by the record of the first. */
const [, , record = ''] = process.argv
console.log(filesToRepeat(JSON.parse(readFileSync(record, 'utf8'))).join('\n'))
