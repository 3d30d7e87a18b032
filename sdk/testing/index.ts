export { conformance } from './conformance.ts'
export {
  type ConformanceCheck,
  type ConformanceOptions,
  type ConformanceReport,
} from './conformance-report.ts'
export { startTestHost } from './start-test-host.ts'
export {
  type Answer,
  type CallOptions,
  type Json,
  type LoggedEvent,
  type LogLine,
  type PluginUnderTest,
  type TestClient,
  type TestHost,
  type TestHostOptions,
  type TestMember,
  type TestOrganization,
  type TestRole,
} from './test-host.ts'
