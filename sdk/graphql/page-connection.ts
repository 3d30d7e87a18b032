import type {
  InputFieldMap,
  InputShapeFromFields,
  MaybePromise,
  OutputType,
  SchemaTypes,
  ShapeFromTypeParam,
} from '@pothos/core'
import type { FieldComplexity } from '@pothos/plugin-complexity'
import type { Permission } from '../access/permission.ts'
import type { PreparedQuery } from '../data/prepared-query.ts'
import type { Page } from '../http/page.ts'

/** Arguments of a connection: how many, and after which cursor. */
export interface PageArguments {
  /** 1 to 100; 20 when the client names none. */
  readonly first: number
  readonly after: string | null | undefined
}

/** Options of `t.pageConnection`: a relay connection over the cursor pages of the SDK. */
export interface PageConnectionOptions<
  Types extends SchemaTypes,
  Parent,
  Type extends OutputType<Types>,
  Args extends InputFieldMap,
> {
  readonly type: Type
  readonly description?: string
  /** As of any field: required on queries and on types of other plugins. */
  readonly permission?: Permission
  readonly args?: Args
  readonly complexity?: FieldComplexity<Types['Context'], PageArguments & InputShapeFromFields<Args>>
  /** The sort columns of a row, unique together: what cursors are made of. */
  readonly position: readonly (keyof ShapeFromTypeParam<Types, Type, false> & string)[]
  /**
   * The page, or the prepared query of its rows and one more, which tells that there are more. A query that selects all of
   * one table is read with only the columns that were asked for, and in one message with the `t.relatedRows` of its rows.
   */
  readonly resolve: (
    parent: Parent,
    args: PageArguments & InputShapeFromFields<Args>,
    context: Types['Context'],
  ) =>
    | MaybePromise<Page<ShapeFromTypeParam<Types, Type, false>>>
    | PreparedQuery<any, ShapeFromTypeParam<Types, Type, false>>
}
