import {
  Button,
  changePreferences,
  Icon,
  IconButton,
  Menu,
  MenuChoice,
  usePreferences,
  type Preferences,
} from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

const THEME_ICONS = { system: 'monitor', light: 'sun', dark: 'moon' } as const

/** Language and theme, also before anybody is signed in. */
export function PreferencesBar() {
  const { t } = useTranslation('wasla')
  const { language, theme } = usePreferences()
  const other = language === 'ar' ? 'en' : 'ar'
  return (
    <div className="flex items-center gap-1">
      <Button variant="quiet" lang={other} onClick={() => changePreferences({ language: other })}>
        <Icon name="languages" />
        {other === 'ar' ? 'العربية' : 'English'}
      </Button>
      <Menu trigger={<IconButton icon={THEME_ICONS[theme]} label={t('theme.title')} />}>
        <MenuChoice
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`theme.${value}`),
          }))}
          onChange={(value) => changePreferences({ theme: value as Preferences['theme'] })}
        />
      </Menu>
    </div>
  )
}
