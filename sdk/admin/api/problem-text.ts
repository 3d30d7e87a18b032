import i18next from 'i18next'
import { isApiProblem } from './problem.ts'

/**
 * What went wrong, in the language of the person: the shell's text for the problem's code where it has one, else the
 * server's own sentence.
 */
export function failureText({ code, message }: { readonly code: string; readonly message: string }): string {
  const key = `wasla:problem.${code}`
  return i18next.exists(key) ? i18next.t(key) : message
}

/** The same for what a call threw. */
export function problemText(error: unknown): string {
  if (error instanceof TypeError) return i18next.t('wasla:error.offline-hint')
  if (isApiProblem(error)) {
    const key = `wasla:problem.${error.code}`
    return i18next.exists(key) ? i18next.t(key, error.extra) : error.message
  }
  return error instanceof Error ? error.message : String(error)
}
