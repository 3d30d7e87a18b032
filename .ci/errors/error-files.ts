import { isModule, isTestFile as isTest, repositoryFiles } from '../source/repository-files.ts'

/** Modules of the server; pages speak to people in their own words. */
export function sourceFiles(root: string): string[] {
  return repositoryFiles(root).filter(
    (file) =>
      isModule(file) && !/^(admin-ui|sdk\/admin|plugins\/[^/]+\/admin|templates|examples|bench)\//.test(file),
  )
}

export function isTestFile(file: string): boolean {
  return isTest(file)
}
