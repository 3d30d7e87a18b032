import {
  Avatar,
  callApi,
  changePreferences,
  CutText,
  Icon,
  Menu,
  MenuCheck,
  MenuChoice,
  MenuHeading,
  MenuItem,
  MenuSeparator,
  usePreferences,
  useSession,
  type Language,
  type Preferences,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

/** Who is signed in, how this browser shows things, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('wasla')
  const { user, role } = useSession()
  const { language, theme, digits } = usePreferences()
  const client = useQueryClient()
  const navigate = useNavigate()
  const speak = (value: string): void => {
    changePreferences({ language: value as Language })
    // Mails and notifications speak it, too, and the next browser; this one has it already.
    callApi('PATCH', '/users/me', { body: { language: value } }).catch(() => undefined)
  }
  const signOut = async (): Promise<void> => {
    await callApi('POST', '/auth/logout')
    client.clear()
    location.assign('/admin/sign-in')
  }
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-md p-1.5 text-start transition-colors hover:bg-sunken"
        >
          <Avatar name={user.fullName} />
          <span className="min-w-0 flex-1">
            <span className="block text-sm font-medium">
              <CutText>{user.fullName}</CutText>
            </span>
            <span className="block truncate text-xs text-ink-faint">
              {t(`role.${role}`, { defaultValue: role })}
            </span>
          </span>
          <Icon name="chevrons-up-down" className="text-ink-faint" />
        </button>
      }
    >
      <MenuItem icon="user" onSelect={() => void navigate({ to: '/account' })}>
        {t('account.title')}
      </MenuItem>
      <MenuSeparator />
      <MenuHeading>{t('language.title')}</MenuHeading>
      <MenuChoice
        value={language}
        options={[
          { value: 'ar', label: <span lang="ar">العربية</span> },
          { value: 'en', label: <span lang="en">English</span> },
        ]}
        onChange={speak}
      />
      {language === 'ar' && (
        <MenuCheck
          checked={digits === 'arab'}
          onChange={(on) => changePreferences({ digits: on ? 'arab' : 'latn' })}
        >
          {t('language.arabic-digits')}
        </MenuCheck>
      )}
      <MenuSeparator />
      <MenuHeading>{t('theme.title')}</MenuHeading>
      <MenuChoice
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
        }))}
        onChange={(value) => changePreferences({ theme: value as Preferences['theme'] })}
      />
      <MenuSeparator />
      <MenuItem icon="log-out" onSelect={() => void signOut()}>
        {t('sign-out')}
      </MenuItem>
    </Menu>
  )
}
