import { validate, type PluginSchemaBuilder } from '@wasla/sdk'
import type {} from '../../contract/graphql.ts'
import {
  newSampleItemSchema,
  sampleItemStatuses,
  type SampleItemRow,
} from '../../contract/sample-item.schema.ts'
import { readSampleItems, sampleItemFilter } from '../data/sample-item-list.view.ts'
import { createSampleItem } from '../use-cases/create-sample-item.ts'
import { getSampleItem } from '../use-cases/get-sample-item.ts'

export function sampleItemSchema(builder: PluginSchemaBuilder): void {
  const status = builder.enumType('SampleItemStatus', { values: sampleItemStatuses })
  const item = builder.objectRef<SampleItemRow>('SampleItem')
  builder.node(item, {
    description: 'One of the items that this module keeps.',
    permission: 'acme-sample.sample-items.read',
    id: { resolve: ({ id }) => id },
    loadWithoutCache: (id, ctx) => getSampleItem(ctx, id),
    fields: (t) => ({
      rowId: t.exposeID('id', { description: 'The id as REST knows it' }),
      version: t.exposeInt('version'),
      name: t.exposeString('name'),
      note: t.exposeString('note', { nullable: true }),
      status: t.expose('status', { type: status }),
      createdAt: t.expose('createdAt', { type: 'DateTime' }),
    }),
  })

  builder.queryField('sampleItems', (t) =>
    t.pageConnection({
      type: item,
      permission: 'acme-sample.sample-items.read',
      args: { status: t.arg({ type: status }) },
      position: ['id'],
      resolve: (_parent, { first, after, status: wanted }, ctx) =>
        readSampleItems(
          ctx,
          validate(sampleItemFilter, {
            limit: first,
            cursor: after ?? undefined,
            status: wanted ?? undefined,
          }),
        ),
    }),
  )

  const newItem = builder.inputType('NewSampleItem', {
    fields: (t) => ({ name: t.string({ required: true }), note: t.string() }),
  })
  builder.mutationField('createSampleItem', (t) =>
    t.field({
      type: item,
      permission: 'acme-sample.sample-items.write',
      args: { input: t.arg({ type: newItem, required: true }) },
      resolve: (_parent, { input }, ctx) => createSampleItem(ctx, validate(newSampleItemSchema, input)),
    }),
  )
}
