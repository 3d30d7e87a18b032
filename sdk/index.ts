export { definePlugin, isPlugin, type Plugin, type PluginDefinition } from './plugin/define-plugin.ts'
export {
  manifestJsonSchema,
  manifestSchema,
  SDK_CONTRACT,
  type LocalizedText,
  type Manifest,
  type ManifestInput,
} from './plugin/manifest.ts'
export { defineAddressKind, type AddressKind } from './plugin/address.ts'
export { type HealthCheck, type HealthReport } from './plugin/health.ts'
export { type Lifecycle, type StartContext } from './plugin/lifecycle.ts'
export { defineMeter, type MeterDefinition } from './plugin/meter.ts'
export {
  defineNotification,
  type NotificationChannel,
  type NotificationDefinition,
  type NotificationRecipients,
} from './notifications/notification.ts'
export {
  type DataSubject,
  type ErasureReport,
  type PersonalRecords,
  type PrivacyDefinition,
  type PrivacyRun,
} from './plugin/privacy.ts'
export { type Permission, type Permissions } from './access/permission.ts'
export {
  type OperatorContext,
  type OrganizationContext,
  type Principal,
  type PublicContext,
  type SystemContext,
  type TenantContext,
} from './context/context.ts'
export { type Logger } from './context/logger.ts'
export {
  type Database,
  type ExpectedVersion,
  type Outbox,
  type Query,
  type QueryBuilder,
  type Tables,
  type UnitOfWork,
} from './data/database.ts'
export { columnsOf, type ColumnsOf } from './data/columns.ts'
export { defineEntity, defineSharedEntity, type AnyEntity, type EntityOf } from './data/entity.ts'
export { type RecordLink, type RecordReference } from './data/link.ts'
export { prepareQuery, type Given, type PreparedQuery } from './data/prepared-query.ts'
export { searchIds, type SearchDefinition } from './data/search.ts'
export {
  conflict,
  forbidden,
  invalid,
  isWaslaError,
  notFound,
  unauthenticated,
  unavailable,
  WaslaError,
  type ErrorDetails,
  type ErrorKind,
  type FieldError,
} from './errors/errors.ts'
export { validate } from './errors/validate.ts'
export { staleVersion, type VersionConflict } from './errors/stale-version.ts'
export { isModuleInactive, MODULE_INACTIVE, moduleInactive } from './errors/module-inactive.ts'
export { type Change, type ChangeOf, type ChangesOptions, type IdIn } from './events/change.ts'
export { defineEvent, type DeliveredEvent, type EventDefinition, type PayloadOf } from './events/event.ts'
export { defineSubscriber, type SubscriberDefinition } from './events/subscriber.ts'
export { type ChangesFieldOptions } from './graphql/changes-field.ts'
export { type PageArguments, type PageConnectionOptions } from './graphql/page-connection.ts'
export { type RelatedRowsOptions } from './graphql/related-rows.ts'
export {
  fileScanners,
  fileStore,
  type FileInput,
  type FileScanner,
  type FileStore,
  type LinkOptions,
  type StoredFile,
} from './files/file-store.ts'
export {
  type GraphqlDefinition,
  type GraphqlObjects,
  type PluginSchemaBuilder,
  type WaslaSchemaTypes,
} from './graphql/schema-builder.ts'
export { entitlements, type EntitlementCheck } from './hooks/entitlements.ts'
export {
  contribute,
  defineExtensionPoint,
  type Contribution,
  type ContributionDefinition,
  type ExtensionPoint,
} from './hooks/extension-point.ts'
export {
  defineHookPoint,
  onHook,
  type HookCall,
  type HookDefinition,
  type HookPoint,
} from './hooks/hook-point.ts'
export { decodeCursor, encodeCursor, toPage } from './http/cursor.ts'
export { pageOf, pageQuery, type Page, type PageQuery } from './http/page.ts'
export {
  defineWebhook,
  type WebhookDefinition,
  type WebhookDelivery,
  type WebhookMessage,
} from './http/webhook.ts'
export { defineRoutes, type RouteAccess, type RoutesDefinition, type RouteServer } from './http/routes.ts'
export { memberDirectory, type Member, type MemberDirectory } from './identity/members.ts'
export {
  defineJob,
  defineSchedule,
  type EnqueueOptions,
  type JobDefinition,
  type JobRun,
  type RetryPolicy,
  type ScheduleDefinition,
} from './jobs/job.ts'
export { defineSingleton, type Lease, type SingletonDefinition } from './jobs/singleton.ts'
export {
  privateService,
  publicService,
  type Bound,
  type PrivateServiceRef,
  type PublicService,
  type PublicServiceRef,
  type ServiceContext,
  type ServiceRef,
  type Use,
} from './services/service-ref.ts'
export {
  service,
  type Clock,
  type ConfigOf,
  type Cradle,
  type ServiceRegistration,
} from './services/service.ts'
export { isSecret, secret } from './settings/secret.ts'
