// One throw-away PostgreSQL for all test files.
export { setup } from '@wasla/sdk/testing/global-setup'
