/** A place that breaks a rule of the house. */
export interface Finding {
  file: string
  line: number
  message: string
}

/** The line of an offset in a text, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
