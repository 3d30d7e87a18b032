import type { ComponentProps, ReactNode } from 'react'
import { Controller, get, useFormContext } from 'react-hook-form'
import { Input, Select, Switch, TextArea } from '../controls/inputs.tsx'
import { Field } from './field.tsx'

interface NamedField {
  /** The property of the form's schema. */
  readonly name: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly required?: boolean
}

function useNamedField(name: string) {
  const { register, formState } = useFormContext()
  const error = (get(formState.errors, name) as { message?: string } | undefined)?.message
  return { register: (options?: object) => register(name, options), error }
}

export function TextField({
  name,
  label,
  hint,
  required,
  ...input
}: NamedField & Omit<ComponentProps<'input'>, 'name'>) {
  const { register, error } = useNamedField(name)
  return (
    <Field label={label} hint={hint} required={required} error={error}>
      {(control) => <Input {...control} {...input} {...register()} aria-required={required} />}
    </Field>
  )
}

export function NumberField({
  name,
  label,
  hint,
  required,
  ...input
}: NamedField & Omit<ComponentProps<'input'>, 'name'>) {
  const { register, error } = useNamedField(name)
  return (
    <Field label={label} hint={hint} required={required} error={error}>
      {(control) => (
        <Input
          type="number"
          dir="ltr"
          className="max-w-40"
          {...control}
          {...input}
          {...register({ valueAsNumber: true })}
        />
      )}
    </Field>
  )
}

const local = (moment: unknown): string => {
  if (typeof moment !== 'string' || moment === '') return ''
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** A point in time as the browser's clock tells it; the value is a moment, `2026-11-28T09:30:00.000Z`, or empty. */
export function DateTimeField({ name, label, hint, required }: NamedField) {
  const { control } = useFormContext()
  const { error } = useNamedField(name)
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field label={label} hint={hint} required={required} error={error}>
          {(aria) => (
            <Input
              {...aria}
              type="datetime-local"
              className="max-w-60"
              value={local(field.value)}
              onChange={({ target }) =>
                field.onChange(target.value === '' ? undefined : new Date(target.value).toISOString())
              }
              onBlur={field.onBlur}
              ref={field.ref}
            />
          )}
        </Field>
      )}
    />
  )
}

export function TextAreaField({ name, label, hint, required, rows }: NamedField & { rows?: number }) {
  const { register, error } = useNamedField(name)
  return (
    <Field label={label} hint={hint} required={required} error={error}>
      {(control) => <TextArea rows={rows} {...control} {...register()} />}
    </Field>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

/** One of a few. `blank` is the text of "none of them"; without it one must be chosen. */
export function SelectField({
  name,
  label,
  hint,
  required,
  options,
  blank,
}: NamedField & { options: readonly Option[]; blank?: string }) {
  const { register, error } = useNamedField(name)
  return (
    <Field label={label} hint={hint} required={required} error={error}>
      {(control) => (
        <Select {...control} {...register()}>
          {blank !== undefined && <option value="">{blank}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

export function SwitchField({ name, label, hint }: NamedField) {
  const { control } = useFormContext()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <label className="flex items-start justify-between gap-4">
          <span>
            <span className="block text-sm font-medium">{label}</span>
            {hint !== undefined && (
              <span dir="auto" className="mt-0.5 block text-start text-sm text-ink-faint">
                {hint}
              </span>
            )}
          </span>
          <Switch
            checked={field.value === true}
            onCheckedChange={field.onChange}
            onBlur={field.onBlur}
            ref={field.ref}
          />
        </label>
      )}
    />
  )
}

/** Controls side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="grid gap-5 sm:grid-cols-2">{children}</div>
}
