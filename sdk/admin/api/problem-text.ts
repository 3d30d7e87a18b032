import i18next from 'i18next'
import { isApiProblem } from './problem.ts'

interface Failure {
  readonly code: string
  /** The server's own sentence, in English unless its module knows better. */
  readonly message: string
  readonly status?: number
  readonly extra?: Readonly<Record<string, unknown>>
}

const ARABIC = /\p{Script=Arabic}/u

/**
 * What went wrong, in the language of the person: the text that the shell, or the module whose code it is, has for it. Where none has
 * one, English is answered in the server's own sentence, and Arabic by what kind of problem it is, with its code.
 */
export function failureText({ code, message, status, extra = {} }: Failure): string {
  const key = textsOf(code).find((known) => i18next.exists(known))
  if (key !== undefined) return i18next.t(key, extra)
  if (i18next.language !== 'ar' || ARABIC.test(message)) return message
  const kind = i18next.exists(`wasla:problem-without-text.${status}`) ? status : 'any'
  return i18next.t(`wasla:problem-without-text.${kind}`, { code: `\u2068${code}\u2069` })
}

/** Of `crm.duplicate`: the module's own, then what the platform says of any module's records. */
function textsOf(code: string): string[] {
  const [, module, name] = /^([^.]+)\.(.+)$/.exec(code) ?? []
  if (module === undefined) return [`wasla:problem.${code}`]
  return [`${module}:problem.${name}`, `wasla:problem-of-record.${name}`]
}

/** The same for what a call threw. */
export function problemText(error: unknown): string {
  if (error instanceof TypeError) return i18next.t('wasla:error.offline-hint')
  if (isApiProblem(error)) return failureText(error)
  return error instanceof Error ? error.message : String(error)
}

/** What the server says of one field: its sentences about fields are English. */
export function fieldText(message: string): string {
  return i18next.language === 'ar' && !ARABIC.test(message) ? i18next.t('wasla:error.field') : message
}
