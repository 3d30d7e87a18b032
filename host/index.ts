export { type Config } from './config/config.schema.ts'
export { configurationReference } from './config/configuration-reference.ts'
export { type Environment, loadConfig } from './config/load-config.ts'
export { printableConfig, withoutPassword } from './config/printable-config.ts'
export { publicUrl } from './config/public-url.ts'
export { isStartError, StartError, type StartErrorCode } from './start-error.ts'
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './postgres/embedded-postgres.ts'
export { startTemporaryPostgres, type TemporaryPostgres } from './postgres/temporary-postgres.ts'
export { pluginSources } from './plugins/plugin-sources.ts'
export { type PluginSource } from './plugins/plugin-source.ts'
export { type Kernel, type ModuleSummary, type Platform, type PlatformOptions } from './runtime/kernel.ts'
export { TestClient, type Answer } from './testing/test-client.ts'
export { startTestHost, type TestHost, type TestHostOptions } from './testing/test-host.ts'
export { type TestOrganization } from './testing/test-organization.ts'
export { authorTesting } from './authoring/testing/author-testing.ts'
