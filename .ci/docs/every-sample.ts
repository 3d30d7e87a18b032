import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A block of code or commands in a page, and what keeps it true. */
export interface Sample {
  /** `page:line`. */
  readonly where: string
  readonly language: string
  /** A file that runs, a place where commands are run, or why nothing runs it; none is a fault. */
  readonly kept: string | undefined
}

const PLACES = ['install', 'run', 'start', 'repository']
const REASON = /^<!-- not run: (.+) -->$/

/** Every block of a page, fenced or indented by four. */
export function samplesOf(page: string, text: string): Sample[] {
  const samples: Sample[] = []
  const lines = text.split('\n')
  let open = false
  lines.forEach((line, index) => {
    const where = `${page}:${index + 1}`
    const fence = /^```(\w*) ?(.*)$/.exec(line)
    if (fence === null) {
      if (!open && /^ {4}\S/.test(line) && lines[index - 1] === '')
        samples.push({ where, language: 'indented', kept: undefined })
      return
    }
    if (!open) {
      const [, language = '', told = ''] = fence
      samples.push({ where, language, kept: keptBy(language, told) ?? reasonAbove(lines, index) })
    }
    open = !open
  })
  return samples
}

function keptBy(language: string, told: string): string | undefined {
  if (/^[\w./-]+\.\w+$/.test(told)) return `shows ${told}`
  return language === 'sh' && PLACES.includes(told) ? `is run (${told})` : undefined
}

function reasonAbove(lines: readonly string[], index: number): string | undefined {
  const reason = REASON.exec(lines[index - 1] ?? '')?.[1]
  return reason && `is not run: ${reason}`
}

/** Commands in the text of a page, `wasla …` and `npm run …`, that nobody could type. */
export function unknownCommands(root: string, text: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const known = new Set(
    globSync('host/cli/*.command.ts', { cwd: root }).flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\.command\('([\w-]+)'\)/g)].map(
        ([, name]) => name,
      ),
    ),
  )
  // What a plugin's own folder has besides.
  const own = new Set([...Object.keys(scripts), 'dev', 'types'])
  return [...text.matchAll(/`(?:npx )?(wasla|npm run) ([^`]+)`/g)].flatMap(([, program, rest = '']) => {
    const words = rest.split(' ').filter((word) => /^[a-z][\w:-]*$/.test(word))
    const [first = '', second] = words
    if (program === 'npm run') return own.has(first) ? [] : [`npm run ${first}`]
    const subcommand = ['plugins', 'migration', 'jobs', 'events'].includes(first) ? second : undefined
    return [first, subcommand]
      .filter((word) => word !== undefined && !known.has(word))
      .map((word) => `wasla ${word}`)
  })
}
