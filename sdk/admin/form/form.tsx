import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { useEffect, type ReactNode } from 'react'
import {
  FormProvider,
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
} from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { $ZodType } from 'zod/v4/core'
import { isApiProblem } from '../api/problem.ts'
import { fieldText, problemText } from '../api/problem-text.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { usePreferences } from '../session/use-preferences.ts'
import { withoutBlanks } from './blank-values.ts'
import { speakZod } from './zod-language.ts'

export interface FormProps<Input extends FieldValues, Output> {
  /** The zod schema of the request's body: one source for the browser's and the server's checks. */
  readonly schema: $ZodType<Output, Input>
  readonly defaultValues: DefaultValues<Input>
  /** Sends it. What it throws is shown: an ApiProblem's fields beside the controls, the rest above the buttons. */
  readonly onSubmit: (values: Output) => Promise<unknown>
  readonly submit: ReactNode
  readonly onCancel?: () => void
  readonly children: ReactNode
}

/** A form over a zod schema. Controls inside name the schema's properties: `<TextField name="companyName" />`. */
export function Form<Input extends FieldValues, Output>({
  schema,
  defaultValues,
  onSubmit,
  submit,
  onCancel,
  children,
}: FormProps<Input, Output>) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const check = standardSchemaResolver(schema as never) as unknown as Resolver<Input, unknown, Output>
  const form = useForm<Input, unknown, Output>({
    defaultValues,
    resolver: (values, context, options) => check(withoutBlanks(values), context, options),
  })
  const { errors, isSubmitting } = form.formState
  const required = t('error.required')
  useEffect(() => void speakZod(language, required), [language, required])

  const send = async (values: Output): Promise<void> => {
    try {
      await onSubmit(values)
    } catch (error) {
      const fields = isApiProblem(error) ? error.fields.filter(({ field }) => field in form.getValues()) : []
      const whole = fields.length === 1 && isApiProblem(error) && error.code !== 'validation_failed'
      for (const { field, message } of fields)
        form.setError(field as Path<Input>, { message: whole ? problemText(error) : fieldText(message) })
      if (fields.length === 0) form.setError('root', { message: problemText(error) })
    }
  }
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onSubmit={(event) => void form.handleSubmit(send)(event)}
        className="flex flex-col gap-5"
      >
        {children}
        {errors.root !== undefined && (
          <p
            role="alert"
            dir="auto"
            className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-start text-danger-strong"
          >
            <Icon name="alert" className="mt-0.5" />
            {errors.root.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          {onCancel !== undefined && <Button onClick={onCancel}>{t('cancel')}</Button>}
          <Button type="submit" variant="primary" busy={isSubmitting}>
            {submit}
          </Button>
        </div>
      </form>
    </FormProvider>
  )
}
