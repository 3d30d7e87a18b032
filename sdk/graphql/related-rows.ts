import type {
  FieldKind,
  FieldRef,
  InputFieldMap,
  InputShapeFromFields,
  OutputType,
  SchemaTypes,
  ShapeFromTypeParam,
} from '@pothos/core'
import type { FieldComplexity } from '@pothos/plugin-complexity'
import type { Permission } from '../access/permission.ts'
import type { PreparedQuery } from '../data/prepared-query.ts'

/**
 * Options of `t.relatedRows` and `t.relatedRow`: rows of the plugin's own tables that belong to a row. The query is written
 * for one parent; the platform reads those of a whole list in one statement, together with the list where that is the
 * plugin's own, and only the columns that were asked for.
 * @example
 * const latestActivities = prepareQuery((sql: CrmQueries, { customerId, limit }: Given<{ customerId: string; limit: number }>) =>
 *   sql.selectFrom('activities').selectAll().where('customerId', '=', customerId).orderBy('id', 'desc').limit(limit))
 *
 * activities: t.relatedRows({ type: activity, key: 'id', query: latestActivities, of: 'customerId', values: () => ({ limit: 10 }) })
 */
export interface RelatedRowsOptions<
  Types extends SchemaTypes,
  Parent,
  Type extends OutputType<Types>,
  Args extends InputFieldMap,
  Values extends object,
  Of extends keyof Values,
> {
  readonly type: Type
  readonly description?: string
  /** As of any field: required on types of other plugins. */
  readonly permission?: Permission
  readonly args?: Args
  readonly complexity?: FieldComplexity<Types['Context'], InputShapeFromFields<Args>>
  /** The parent's property that holds the id (a UUID) the related rows are found by. */
  readonly key: keyof Parent & string
  /** Selects all of one table, with `id`, for one parent. */
  readonly query: (values: Values) => PreparedQuery<any, ShapeFromTypeParam<Types, Type, false>>
  /** Which of the query's values the parent's id is. */
  readonly of: Of
  /** The others, from the field's arguments. */
  readonly values?: (args: InputShapeFromFields<Args>) => Omit<Values, Of>
}

/** `t.relatedRows` and `t.relatedRow`. */
export type RelatedFieldMethod<Types extends SchemaTypes, Parent, Kind extends FieldKind> = <
  Type extends OutputType<Types>,
  Values extends object,
  const Of extends keyof Values,
  Args extends InputFieldMap = {},
>(
  options: RelatedRowsOptions<Types, Parent, Type, Args, Values, Of>,
) => FieldRef<Types, unknown, Kind>
