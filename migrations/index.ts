export { bootstrap } from './bootstrap/bootstrap.ts'
export type { BootstrapOptions } from './bootstrap/bootstrap.ts'
export { pluginRole, pluginSchema } from './bootstrap/roles.ts'
export { checkCoverage } from './checks/coverage.ts'
export type { CoverageGap, CoverageRow } from './checks/coverage.ts'
export { checkDrift } from './checks/drift.ts'
export type { Drift, DriftOptions, ExpectedColumn } from './checks/drift.ts'
export { createMigration } from './create-migration.ts'
export type { CreateMigrationOptions } from './create-migration.ts'
export { MigrationError } from './errors.ts'
export type { Finding } from './linter/finding.ts'
export { lintMigration } from './linter/lint-migration.ts'
export type { LintOptions } from './linter/lint-migration.ts'
export { lintPlugin } from './linter/lint-plugin.ts'
export { migrate } from './migrator/migrate.ts'
export type {
  AppliedFile,
  FailedPlugin,
  ManifestRecord,
  MigrateOptions,
  MigrationReport,
  PluginMigrations,
  QueueRecord,
  SubscriberRecord,
} from './migrator/types.ts'
