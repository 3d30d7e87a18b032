import { readFileSync } from 'node:fs'
import { setClock } from './jumping-clock.ts'

// Loaded before a host (`--import`): on SIGUSR2 its clock is set to what the file says.
const file = process.env['FAULTS_CLOCK'] ?? ''
const jump = (): void => setClock(Number(readFileSync(file, 'utf8')))
jump()
process.on('SIGUSR2', jump)
