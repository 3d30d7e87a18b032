/** Errors whose message was written for the person at the terminal; ours carry a code. */
const explained = new Set(['StartError', 'MigrationError', 'KernelError', 'WaslaError'])

/** Prints an error of a command: one sentence when it explains itself, all there is when it does not. */
export function printError(error: unknown): void {
  if (error instanceof Error && explained.has(error.name) && 'code' in error) {
    console.error(`${error.message} [${String(error.code)}]`)
  } else {
    console.error('Wasla stopped because of an error it does not know; please report it with what follows.')
    console.error(error)
  }
}
