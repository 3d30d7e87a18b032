import type {
  FieldKind, FieldNullability, FieldRef, InputFieldMap, InputShapeFromFields, InterfaceParam, MaybePromise, OutputType,
  SchemaTypes, ShapeFromTypeParam, TypeParam,
} from '@pothos/core'
import type { FieldComplexity } from '@pothos/plugin-complexity'
import type {} from '@pothos/plugin-dataloader'
import type {} from '@pothos/plugin-relay'
import type { Page } from '@wasla/sdk'

/** Arguments of a connection: how many, and after which cursor. */
export interface PageArguments {
  /** 1 to 100; 20 when the client names none. */
  readonly first: number
  readonly after: string | null | undefined
}

/** Options of `t.pageConnection`: a relay connection over the cursor pages of the SDK. */
export interface PageConnectionOptions<
  Types extends SchemaTypes, Parent, Type extends OutputType<Types>, Args extends InputFieldMap,
> {
  readonly type: Type
  readonly description?: string
  /** As of any field: required on queries and on types of other plugins. */
  readonly permission?: string
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

declare global {
  export namespace PothosSchemaTypes {
    interface FieldOptions<
      Types extends SchemaTypes = SchemaTypes,
      ParentShape = unknown,
      Type extends TypeParam<Types> = TypeParam<Types>,
      Nullable extends FieldNullability<Type> = FieldNullability<Type>,
      Args extends InputFieldMap = InputFieldMap,
      ResolveShape = unknown,
      ResolveReturnShape = unknown,
    > {
      /** Who may read the field: `crm.customers.read`. Required on queries, mutations, subscriptions and foreign types. */
      permission?: string
    }

    interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** Who may fetch it by `node(id:)`. Required on every node. */
      permission?: string
    }

    interface ObjectTypeWithInterfaceOptions<
      Types extends SchemaTypes = SchemaTypes,
      Shape = unknown,
      Interfaces extends InterfaceParam<Types>[] = InterfaceParam<Types>[],
    > {
      permission?: string
    }

    interface RootFieldBuilder<Types extends SchemaTypes, ParentShape, Kind extends FieldKind = FieldKind> {
      /** A relay connection (`edges`, `nodes`, `pageInfo`) over a `Page`, forward only. */
      pageConnection<Type extends OutputType<Types>, Args extends InputFieldMap = {}>(
        options: PageConnectionOptions<Types, ParentShape, Type, Args>,
      ): FieldRef<Types, unknown, Kind>
    }
  }
}

declare module '@wasla/sdk' {
  /**
   * Object types that are known by name, and the shape of their rows. A plugin adds its own in `contract/`, and with
   * that others may extend them: `builder.objectField('Customer', 'tickets', (t) => …)`.
   */
  interface GraphqlObjects {}

  interface WaslaSchemaTypes {
    Objects: GraphqlObjects
  }
}
