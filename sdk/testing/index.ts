export { conformance } from './conformance.ts'
export {
  type ConformanceCheck,
  type ConformanceOptions,
  type ConformanceReport,
} from './conformance-report.ts'
export { startTestHost } from './start-test-host.ts'
export {
  type Answer,
  type CapturedJob,
  type CapturedMail,
  type CallOptions,
  type Json,
  type KnownPerson,
  type LoggedEvent,
  type LogLine,
  type PluginUnderTest,
  type TestClient,
  type TestClock,
  type TestHost,
  type TestHostOptions,
  type TestMember,
  type TestOrganization,
  type TestRole,
  type TimeSpan,
} from './test-host.ts'
