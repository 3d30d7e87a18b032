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
  /** The values of the sort columns of a row: the same function that `toPage` was given. */
  readonly position: (row: ShapeFromTypeParam<Types, Type, false>) => readonly (string | number | Date)[]
  readonly resolve: (
    parent: Parent,
    args: PageArguments & InputShapeFromFields<Args>,
    context: Types['Context'],
  ) => MaybePromise<Page<ShapeFromTypeParam<Types, Type, false>>>
}
