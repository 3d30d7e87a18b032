import type { ConformanceOptions, ConformanceReport } from './conformance-report.ts'
import type { TestHost, TestHostOptions } from './test-host.ts'

/** What `@wasla/host` offers to authors' tests. */
export interface AuthorTesting {
  startTestHost(options: TestHostOptions): Promise<TestHost>
  conformance(options: ConformanceOptions): Promise<ConformanceReport>
  startCluster(): Promise<{ url: string; stop(): Promise<void> }>
}

// Not written into the import, since the contract depends on no package of the platform.
const HOST = '@wasla/host'

/** @throws Error telling to install `@wasla/host` */
export async function loadHost(): Promise<AuthorTesting> {
  const host = (await import(HOST).catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause
    throw new Error(
      `Tests of a plugin run in a real host, and ${HOST} is not installed; run "npm install --save-dev ${HOST}".`,
      { cause },
    )
  })) as { authorTesting: AuthorTesting }
  return host.authorTesting
}

/** Only the package itself: a file that is missing inside of it is another story, which its own error tells. */
function isMissing(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: string }
  return code === 'ERR_MODULE_NOT_FOUND' && message?.includes(`'${HOST}'`) === true
}
