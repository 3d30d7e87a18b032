import { TextField } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'

/** What a form asks for that changes how somebody signs in. */
export const currentPassword = { currentPassword: z.string().min(1) }

/** The password once more, so that nobody changes an account that was left open. */
export function CurrentPasswordField({ autoFocus }: { autoFocus?: boolean }) {
  const { t } = useTranslation('wasla')
  return (
    <TextField
      name="currentPassword"
      type="password"
      dir="ltr"
      label={t('account.current-password')}
      autoComplete="current-password"
      required
      autoFocus={autoFocus}
    />
  )
}
