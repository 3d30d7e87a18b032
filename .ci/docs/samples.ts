import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const BLOCK = /^```(\w+) ([\w./-]+\.\w+)\n[\s\S]*?^```$/gm

/** Puts the named files into a page's code blocks: what is shown is what runs. @throws Error for a file that is not there */
export function withSamples(root: string, page: string): string {
  return page.replace(
    BLOCK,
    (_block, language: string, path: string) =>
      `\`\`\`${language} ${path}\n${readFileSync(join(root, path), 'utf8').trimEnd()}\n\`\`\``,
  )
}

export interface Command {
  /** `install` the packages into a stranger's folder, `run` there, `start` a host there, or in this `repository` by a test of its own. */
  readonly where: 'install' | 'run' | 'start' | 'repository'
  readonly text: string
}

const places = ['install', 'run', 'start', 'repository'] as const

function isPlace(place: string): place is Command['where'] {
  return (places as readonly string[]).includes(place)
}

/** The commands of a page, in their order. @throws Error for a block that does not say where it runs */
export function commandsOf(page: string): Command[] {
  return [...page.matchAll(/^```(?:sh|bash)([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, where = '', text = '']) => {
    const place = where.trim()
    if (isPlace(place)) return { where: place, text }
    throw new Error(
      `A block of commands does not say where a test runs it (${places.map((name) => `sh ${name}`).join(', ')}): ${text}`,
    )
  })
}

/** Links of a page to files of the repository. */
export function linksOf(page: string): string[] {
  return [...page.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target)
}
