import { type BaseTypeRef, completeValue, RootFieldBuilder } from '@pothos/core'
import { encodeGlobalID } from '@pothos/plugin-relay'
import { authorOf } from './authorship.ts'
import type { Builder, BuilderTypes } from './builder-types.ts'
import { changesField } from './changes-field.ts'
import { FIELD_OWNER } from './field-owner.ts'
import {
  loadable,
  loadableGroup,
  type LoadableGroupOptions,
  type LoadableOptions,
} from './loadable-fields.ts'
import { pageConnection } from './page-connection.ts'
import { type RelatedOptions, relatedRows } from './related-rows.ts'

type Resolve = (parent: unknown, args: unknown, context: unknown, info: unknown) => unknown

interface FieldOptions {
  readonly type: unknown
  readonly extensions?: object
  readonly resolve: Resolve
}

interface FieldBuilder {
  readonly builder: Builder
  createField(options: FieldOptions): unknown
  connection(options: FieldOptions, ...rest: unknown[]): unknown
  globalID(options: Omit<FieldOptions, 'type'>): unknown
  pageConnection(options: Parameters<typeof pageConnection>[1]): unknown
  loadable(options: LoadableOptions): unknown
  loadableGroup(options: LoadableGroupOptions): unknown
  relatedRows(options: RelatedOptions): unknown
  relatedRow(options: RelatedOptions): unknown
  changes(options: Parameters<typeof changesField>[1]): unknown
  field(options: object): unknown
}

// Pothos plugins add to field builders through this prototype; what is replaced here is what every field passes.
const prototype = RootFieldBuilder.prototype as unknown as FieldBuilder
const { createField, connection, loadable: loadableList } = prototype

/** Every field knows its plugin. One whose type belongs to an optional module that is off does not exist. */
prototype.createField = function (options) {
  const author = authorOf(this.builder)
  if (author === undefined) return createField.call(this, options)
  if (isAbsent(this.builder, options.type)) return null
  return createField.call(this, {
    ...options,
    extensions: { ...options.extensions, [FIELD_OWNER]: author.plugin.id },
  })
}

prototype.connection = function (options, ...rest) {
  return isAbsent(this.builder, options.type) ? null : connection.call(this, options, ...rest)
}

prototype.pageConnection = function (options) {
  return isAbsent(this.builder, options.type)
    ? null
    : pageConnection(this as unknown as Parameters<typeof pageConnection>[0], options)
}

prototype.relatedRows = function (options) {
  return this.field(relatedRows(options, true))
}

prototype.relatedRow = function (options) {
  return this.field(relatedRows(options, false))
}

prototype.changes = function (options) {
  return changesField(this as unknown as Parameters<typeof changesField>[0], options)
}

/** Relay's own awaits twice for every id of every row, also where nothing is asynchronous. */
prototype.globalID = function ({ resolve, ...options }) {
  const { configStore } = this.builder
  return this.field({
    ...options,
    type: 'ID',
    resolve: (...parameters: Parameters<Resolve>) =>
      completeValue(resolve(...parameters), (id) => {
        if (typeof id !== 'object' || id === null || !('type' in id) || !('id' in id)) return id
        return encodeGlobalID(
          configStore.getTypeConfig(id.type as BaseTypeRef<BuilderTypes, unknown>).name,
          String(id.id),
        )
      }),
  })
}

prototype.loadable = function (options) {
  return Array.isArray(options.type) ? loadableList.call(this, options) : this.field(loadable(options))
}

prototype.loadableGroup = function (options) {
  return this.field(loadableGroup(options))
}

function isAbsent(builder: Builder, type: unknown): boolean {
  const author = authorOf(builder)
  const name: unknown = Array.isArray(type) ? type[0] : type
  if (author === undefined || typeof name !== 'string') return false
  const owner = author.draft.ownerOf(name)
  if (owner !== undefined) author.draft.requireDeclared(author.plugin, name, owner)
  return owner === undefined && !BUILT_IN.has(name) && author.draft.mayBeAbsent(author.plugin)
}

const BUILT_IN = new Set(['ID', 'Int', 'Float', 'String', 'Boolean'])
