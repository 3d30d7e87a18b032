import { useTranslation } from 'react-i18next'
import { readableName, withoutNull, type JsonSchema } from './json-schema.ts'
import type { SettingsValue } from './json-schema-form.tsx'
import { JsonSchemaControl } from './json-schema-control.tsx'

export interface FieldsProps {
  readonly schema: JsonSchema
  readonly value: SettingsValue
  /** Of the object in the whole: `` or `mail.smtp`. */
  readonly path: string
  readonly secrets: Readonly<Record<string, boolean>>
  readonly errors: Readonly<Record<string, string>>
  readonly namespace: string | undefined
  readonly disabled: boolean
  readonly onChange: (value: SettingsValue) => void
}

/** The properties of an object, one after the other; objects inside are framed groups. */
export function JsonSchemaFields({ schema, value, path, onChange, ...rest }: FieldsProps) {
  const { t } = useTranslation(rest.namespace ?? 'wasla')
  return Object.entries(schema.properties ?? {}).map(([name, written]) => {
    const property = withoutNull(written)
    const whole = path === '' ? name : `${path}.${name}`
    const label = t(`settings.${whole}.label`, { defaultValue: property.title ?? readableName(name) })
    const hint = t(`settings.${whole}.hint`, { defaultValue: property.description ?? '' })
    const change = (next: unknown): void => onChange({ ...value, [name]: next })
    if (property.type === 'object' && property.properties !== undefined) {
      return (
        <fieldset key={name} className="flex flex-col gap-5 rounded-lg border border-line p-4">
          <legend className="px-1 text-sm font-semibold">{label}</legend>
          <JsonSchemaFields
            {...rest}
            schema={property}
            path={whole}
            value={(value[name] ?? {}) as SettingsValue}
            onChange={change}
          />
        </fieldset>
      )
    }
    return (
      <JsonSchemaControl
        key={name}
        schema={property}
        label={label}
        hint={hint === '' ? undefined : hint}
        error={rest.errors[whole]}
        value={value[name]}
        secretSet={rest.secrets[whole]}
        disabled={rest.disabled}
        required={schema.required?.includes(name) === true && property.default === undefined}
        onChange={change}
      />
    )
  })
}
