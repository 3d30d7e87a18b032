import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isApiProblem } from '../api/problem.ts'
import { Button } from '../controls/button.tsx'
import type { JsonSchema } from './json-schema.ts'
import { JsonSchemaFields } from './json-schema-fields.tsx'

export type SettingsValue = Readonly<Record<string, unknown>>

export interface JsonSchemaFormProps {
  readonly schema: JsonSchema
  readonly value: SettingsValue
  /** Of each secret, by its path, whether one is set. */
  readonly secrets?: Readonly<Record<string, boolean>>
  /** Where the module keeps texts for its settings: `settings.<property>`. */
  readonly namespace?: string
  readonly disabled?: boolean
  readonly onSubmit: (value: SettingsValue) => Promise<unknown>
}

/** A form drawn from the JSON Schema of a module's settings, so that a module needs no page for them. */
export function JsonSchemaForm({
  schema,
  value,
  secrets = {},
  namespace,
  disabled = false,
  onSubmit,
}: JsonSchemaFormProps) {
  const { t } = useTranslation('wasla')
  const [draft, setDraft] = useState<SettingsValue>(value)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const errors = isApiProblem(failure)
    ? Object.fromEntries(failure.fields.map(({ field, message }) => [field.replace(/^value\./, ''), message]))
    : {}

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setFailure(undefined)
    try {
      await onSubmit(draft)
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <JsonSchemaFields
        schema={schema}
        value={draft}
        path=""
        secrets={secrets}
        errors={errors}
        namespace={namespace}
        disabled={disabled}
        onChange={setDraft}
      />
      {failure !== undefined && Object.keys(errors).length === 0 && (
        <p role="alert" dir="auto" className="text-start text-danger-strong">
          {failure instanceof Error ? failure.message : String(failure)}
        </p>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy} disabled={disabled}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
