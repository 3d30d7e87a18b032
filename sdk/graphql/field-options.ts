import type {
  FieldKind,
  FieldNullability,
  FieldRef,
  InputFieldMap,
  InterfaceParam,
  OutputType,
  SchemaTypes,
  TypeParam,
} from '@pothos/core'
import type {} from '@pothos/plugin-complexity'
import type {} from '@pothos/plugin-dataloader'
import type {} from '@pothos/plugin-relay'
import type { Permission } from '../access/permission.ts'
import type { EventDefinition } from '../events/event.ts'
import type { ChangesFieldOptions } from './changes-field.ts'
import type { PageConnectionOptions } from './page-connection.ts'
import type { RelatedFieldMethod } from './related-rows.ts'

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
      permission?: Permission
    }

    interface ObjectTypeOptions<Types extends SchemaTypes = SchemaTypes, Shape = unknown> {
      /** Who may fetch it by `node(id:)`. Required on every node. */
      permission?: Permission
    }

    interface ObjectTypeWithInterfaceOptions<
      Types extends SchemaTypes = SchemaTypes,
      Shape = unknown,
      Interfaces extends InterfaceParam<Types>[] = InterfaceParam<Types>[],
    > {
      permission?: Permission
    }

    interface RootFieldBuilder<Types extends SchemaTypes, ParentShape, Kind extends FieldKind = FieldKind> {
      /** A relay connection (`edges`, `nodes`, `pageInfo`) over a `Page`, forward only. */
      pageConnection<Type extends OutputType<Types>, Args extends InputFieldMap = {}>(
        options: PageConnectionOptions<Types, ParentShape, Type, Args>,
      ): FieldRef<Types, unknown, Kind>

      /** Rows of the plugin's own that belong to each row: one statement for a whole list. Nullable: who may not read them reads the rest. */
      relatedRows: RelatedFieldMethod<Types, ParentShape, Kind>

      /** The same for the one row that a row names; nullable, since it may be gone or not the reader's to see. */
      relatedRow: RelatedFieldMethod<Types, ParentShape, Kind>
    }

    interface SubscriptionFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** What happens in the organization, as it happens, from the `after` of whoever comes back: `ctx.changes`. */
      changes<const Events extends readonly EventDefinition[]>(
        options: ChangesFieldOptions<Types, Events>,
      ): FieldRef<Types, unknown, 'Subscription'>
    }
  }
}
