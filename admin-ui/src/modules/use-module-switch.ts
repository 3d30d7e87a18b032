import { callApi, isApiProblem, toast, usePreferences, type LocalizedText } from '@wasla/sdk/admin'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BOOTSTRAP_KEY } from '../session/use-bootstrap.ts'
import type { Module } from './module.ts'

export interface NamedModule {
  readonly id: string
  readonly name: LocalizedText
}

/** A switch that takes others along, which the person has to agree to. */
export interface Consent {
  readonly active: boolean
  readonly others: readonly NamedModule[]
}

interface Order {
  readonly active: boolean
  readonly cascade?: boolean
  readonly withRequirements?: boolean
}

interface Switched extends Module {
  readonly missing?: readonly { readonly name: string }[]
}

export interface ModuleSwitch {
  readonly busy: boolean
  /** Hosts that may still answer by the old state. */
  readonly waitingFor: readonly string[]
  readonly consent: Consent | undefined
  change(order: Order): void
  withdraw(): void
}

function consentOf(error: unknown, active: boolean): Consent | undefined {
  if (!isApiProblem(error)) return undefined
  const others =
    error.code === 'requirements_inactive'
      ? error.extra['requirements']
      : error.code === 'active_dependents'
        ? error.extra['dependents']
        : undefined
  return Array.isArray(others) ? { active, others: others as NamedModule[] } : undefined
}

/** Switches a module and waits until every host has followed. */
export function useModuleSwitch(module: Module): ModuleSwitch {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [consent, setConsent] = useState<Consent>()
  const [waitingFor, setWaitingFor] = useState<readonly string[]>([])

  const send = async (order: Order): Promise<void> => {
    setBusy(true)
    try {
      const switched = await callApi<Switched>('PUT', `/modules/${module.id}`, {
        query: { wait: 'acknowledged' },
        body: order,
      })
      setWaitingFor(switched.missing?.map(({ name }) => name) ?? [])
      setConsent(undefined)
      await Promise.all([
        client.invalidateQueries({ queryKey: BOOTSTRAP_KEY }),
        client.invalidateQueries({ queryKey: ['api', '/modules'] }),
      ])
      toast.success(t(order.active ? 'modules.is-on' : 'modules.is-off', { module: module.name[language] }))
    } catch (error) {
      const question = consentOf(error, order.active)
      setConsent(question)
      if (question === undefined) toast.error(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    waitingFor,
    consent,
    change: (order) => void send(order),
    withdraw: () => setConsent(undefined),
  }
}
