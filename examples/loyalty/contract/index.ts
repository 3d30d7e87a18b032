import type {} from './permissions.ts'
export { pointsBooked } from './points.events.ts'
export { pointsEntrySchema, type PointsEntryRow } from './points.schema.ts'
