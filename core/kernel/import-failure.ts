import { pathToFileURL } from 'node:url'
import { KernelError, messageOf } from './kernel-error.ts'

/** Why the code of a plugin in `directory` could not be imported, in words for its author. */
export function importFailure(id: string, error: unknown, directory: string): KernelError {
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') {
    const place = placeOf(error, directory)
    return new KernelError(
      'load',
      'import_failed',
      `The code of "${id}" could not be loaded: ${messageOf(error)}${place === undefined ? '' : ` (${place})`}; mend it and start again.`,
      error,
    )
  }
  // Of code that is there, one of its modules names another that is not.
  if (messageOf(error).includes(`imported from ${directory}`)) {
    return new KernelError(
      'load',
      'import_unresolved',
      `The code of "${id}" could not be loaded: ${messageOf(error)}; correct the path, which ends as the file does (".ts"), or install the package.`,
      error,
    )
  }
  return new KernelError(
    'load',
    'code_missing',
    `The code of "${id}" is not on disk (${messageOf(error)}); put it back, or export and purge its data and remove it.`,
    error,
  )
}

/** The file and line of the plugin at which it happened: for a syntax error the stack begins with them. */
function placeOf(error: unknown, directory: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const folder = RegExp.escape(`${pathToFileURL(directory).href}/`)
  return new RegExp(`${folder}(\\S+?:\\d+)`).exec(stack)?.[1]
}
