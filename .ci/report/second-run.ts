import { hasFailed, type TestRun } from './test-run.ts'

/** More than so many files are not broken by chance. */
const MOST = 8

/** The files of a run that deserve another: those with a failure, unless too much is broken. */
export function filesToRepeat({ files, stray }: TestRun): string[] {
  const broken = new Set(files.filter(hasFailed).map(({ name }) => name))
  for (const { file } of stray) if (file !== undefined) broken.add(file)
  return broken.size > MOST ? [] : [...broken]
}

/** The first run with what the second made of its files; the tries of both are kept. */
export function afterSecondRun(first: TestRun, second: TestRun | undefined): TestRun {
  if (second === undefined) return first
  const repeated = new Map(second.files.map((file) => [file.name, file]))
  return {
    files: first.files.map((file) => {
      const again = repeated.get(file.name)
      if (again === undefined) return file
      const before = new Map(file.tests.map((test) => [test.name, test.tries]))
      return {
        ...again,
        earlier: [
          ...file.errors,
          ...first.stray.filter((stray) => stray.file === file.name).map(({ error }) => error),
        ],
        milliseconds: file.milliseconds + again.milliseconds,
        tests: again.tests.map((test) => ({
          ...test,
          tries: [...(before.get(test.name) ?? []), ...test.tries],
        })),
      }
    }),
    stray: [...first.stray.filter(({ file }) => file === undefined || !repeated.has(file)), ...second.stray],
  }
}
