import { useTranslation } from 'react-i18next'
import { Input, Select, Switch, TextArea } from '../controls/inputs.tsx'
import { Field } from '../form/field.tsx'
import type { JsonSchema } from './json-schema.ts'

export interface ControlProps {
  readonly schema: JsonSchema
  readonly label: string
  readonly hint: string | undefined
  readonly error: string | undefined
  readonly value: unknown
  /** Whether a secret is stored; `undefined` for what is none. */
  readonly secretSet: boolean | undefined
  readonly disabled: boolean
  readonly required: boolean
  readonly onChange: (value: unknown) => void
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

/** The control that fits one property. */
export function JsonSchemaControl(props: ControlProps) {
  const { t } = useTranslation('wasla')
  const { schema, label, hint, error, value, disabled, required, onChange } = props
  const field = { label, hint, error, required }
  if (schema.type === 'boolean') {
    return (
      <label className="flex items-start justify-between gap-4">
        <span>
          <span className="block text-sm font-medium">{label}</span>
          {hint !== undefined && (
            <span dir="auto" className="mt-0.5 block text-start text-sm text-ink-faint">
              {hint}
            </span>
          )}
        </span>
        <Switch checked={value === true} disabled={disabled} onCheckedChange={onChange} />
      </label>
    )
  }
  if (schema.enum !== undefined) {
    return (
      <Field {...field}>
        {(control) => (
          <Select
            {...control}
            disabled={disabled}
            value={asText(value)}
            onChange={({ target }) =>
              onChange(schema.enum?.find((choice) => String(choice) === target.value))
            }
          >
            {schema.enum?.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </Select>
        )}
      </Field>
    )
  }
  if (schema.type === 'integer' || schema.type === 'number') {
    return (
      <Field {...field}>
        {(control) => (
          <Input
            {...control}
            type="number"
            dir="ltr"
            className="max-w-40"
            disabled={disabled}
            min={schema.minimum}
            max={schema.maximum}
            step={schema.type === 'integer' ? 1 : 'any'}
            value={asText(value)}
            onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
          />
        )}
      </Field>
    )
  }
  if (schema.type === 'array') {
    return (
      <Field {...field} hint={hint ?? t('settings.one-a-line')}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            disabled={disabled}
            value={(Array.isArray(value) ? value : []).join('\n')}
            onChange={({ target }) => onChange(target.value.split('\n').filter((line) => line !== ''))}
          />
        )}
      </Field>
    )
  }
  const secret = schema.secret === true || props.secretSet !== undefined
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type={secret ? 'password' : 'text'}
          autoComplete="off"
          disabled={disabled}
          placeholder={props.secretSet === true ? t('settings.secret-set') : undefined}
          value={asText(value)}
          onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        />
      )}
    </Field>
  )
}
