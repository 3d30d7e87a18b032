import { parseSync } from 'oxc-parser'
import { isModule } from '../source/repository-files.ts'
import { lineAt } from './finding.ts'

/** A comment and the line it starts on. */
export interface Comment {
  text: string
  line: number
}

const lineComment: Record<string, RegExp> = {
  sql: /--(.*)$/,
  sh: /(?:^|\s)#(.*)$/,
  yaml: /(?:^|\s)#(.*)$/,
  yml: /(?:^|\s)#(.*)$/,
}

/** The comments of a file; a Markdown, CSS or HTML file counts as a comment line by line. */
export function readComments(file: string, source: string): Comment[] {
  if (isModule(file)) {
    return parseSync(file, source).comments.map(({ value, start }) => ({
      text: value,
      line: lineAt(source, start),
    }))
  }
  const extension = file.split('.').at(-1) ?? ''
  const pattern = lineComment[extension]
  if (!pattern && !['md', 'css', 'html'].includes(extension)) return []
  return source.split('\n').flatMap((text, index) => {
    const comment = pattern ? pattern.exec(text)?.[1] : text
    return comment === undefined ? [] : [{ text: comment, line: index + 1 }]
  })
}
