import { isModule, isTestFile } from '../source/repository-files.ts'
import type { Finding } from './finding.ts'

const dumpingGrounds = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'misc'])
const longestFile = 300

/** Folders are named after their domain, and a module outside the tests stays under 300 lines. */
export function fileFindings(file: string, source: string): Finding[] {
  const findings: Finding[] = []
  const folder = file
    .split('/')
    .slice(0, -1)
    .find((name) => dumpingGrounds.has(name))
  if (folder)
    findings.push({
      file,
      line: 1,
      message: `folder "${folder}" says nothing about its content; name the domain`,
    })
  const lines = lineCount(source)
  if (
    isModule(file) &&
    !isTestFile(file) &&
    lines > longestFile &&
    !/^\/\/ long file: \S+ \S+/m.test(source)
  ) {
    findings.push({
      file,
      line: longestFile,
      message: `${lines} lines; split it by what it does, or say why it is one thing ("// long file: …")`,
    })
  }
  return findings
}

/** Lines of a text; a newline at the end opens no further one. */
export function lineCount(source: string): number {
  return source.replace(/\n$/, '').split('\n').length
}
