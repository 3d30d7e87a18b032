import {
  Button,
  callApi,
  Card,
  Checkbox,
  Icon,
  SkeletonLines,
  toast,
  useApi,
  usePreferences,
} from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Module } from '../modules/module.ts'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'

/** What to start with; everything else can be switched on later. */
export function ModulesStep({ organization }: { organization: string }) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const client = useQueryClient()
  const navigate = useNavigate()
  const modules = useApi<{ items: Module[] }>('/modules')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)

  const start = async (): Promise<void> => {
    setBusy(true)
    try {
      for (const id of chosen)
        await callApi('PUT', `/modules/${id}`, {
          query: { wait: 'acknowledged' },
          body: { active: true, withRequirements: true },
        })
    } catch (error) {
      toast.error(error)
    }
    await client.resetQueries({ queryKey: BOOTSTRAP_KEY })
    await navigate({ to: '/', replace: true })
  }
  const toggle = (id: string, on: boolean): void =>
    setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id)))
  const choice = modules.data?.items.filter(({ status, active }) => status === 'ready' && !active) ?? []
  return (
    <>
      <h1 className="mb-1 text-center text-2xl font-semibold tracking-tight">{t('setup.modules')}</h1>
      <p className="mb-6 text-center text-ink-muted">{t('setup.modules-hint', { organization })}</p>
      <Card padded={false}>
        {modules.data === undefined && <SkeletonLines />}
        <ul>
          {choice.map((module) => (
            <li key={module.id} className="border-t border-line first:border-t-0">
              <label className="flex cursor-pointer items-start gap-3 p-4 transition-colors hover:bg-surface">
                <Icon name={module.icon} size={20} className="mt-0.5 text-accent-strong" />
                <span className="flex-1">
                  <span className="block font-medium">{module.name[language]}</span>
                  <span className="block text-sm text-ink-muted">{module.description[language]}</span>
                </span>
                <Checkbox
                  className="mt-1"
                  checked={chosen.has(module.id)}
                  onChange={({ target }) => toggle(module.id, target.checked)}
                />
              </label>
            </li>
          ))}
        </ul>
      </Card>
      <Button variant="primary" size="large" className="mt-5 w-full" busy={busy} onClick={() => void start()}>
        {chosen.size === 0 ? t('setup.start-empty') : t('setup.start')}
      </Button>
    </>
  )
}
