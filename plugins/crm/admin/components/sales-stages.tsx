import { Badge, useApi, usePreferences, type LocalizedText, type Tone } from '@wasla/sdk/admin'

export interface SalesStage {
  readonly id: string
  readonly name: LocalizedText
  readonly status: 'open' | 'won' | 'lost'
}

const TONES: Record<SalesStage['status'], Tone> = { open: 'info', won: 'success', lost: 'neutral' }

export function useSalesStages(): readonly SalesStage[] {
  return useApi<{ items: SalesStage[] }>('/crm/sales-stages').data?.items ?? []
}

/** Stages as the options of a filter or a field. */
export function useStageOptions() {
  const { language } = usePreferences()
  return useSalesStages().map(({ id, name }) => ({ value: id, label: name[language] }))
}

/** The stage of one of many customers, whose list has the stages. */
export function StageName({ id, stages }: { id: string | null; stages: readonly SalesStage[] }) {
  const { language } = usePreferences()
  const stage = stages.find((candidate) => candidate.id === id)
  return stage === undefined ? null : <Badge tone={TONES[stage.status]}>{stage.name[language]}</Badge>
}

export function StageBadge({ id }: { id: string | null }) {
  return <StageName id={id} stages={useSalesStages()} />
}
