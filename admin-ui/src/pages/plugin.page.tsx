import { lazyComponent, PluginBoundary, SkeletonLines, usePreferences, useSession } from '@wasla/sdk/admin'
import { useParams } from '@tanstack/react-router'
import { createElement, useRef } from 'react'
import { useModulesLoading } from '../layout/modules-loading.tsx'
import { matchRoute } from './match-route.ts'
import { ForbiddenPage } from './forbidden.page.tsx'
import { MissingPage } from './missing.page.tsx'
import { SwitchedOffPage } from './switched-off.page.tsx'

/** The page of a plugin: the first part of the path names the module, the rest one of its routes. */
export function PluginPage() {
  const { _splat = '' }: { _splat?: string } = useParams({ strict: false })
  const [id = '', ...rest] = _splat.split('/')
  const { modules, permissions } = useSession()
  const { language } = usePreferences()
  const loading = useModulesLoading()
  const seen = useRef<string>(undefined)
  const module = modules.find((candidate) => candidate.id === id)
  if (module === undefined)
    return loading ? <SkeletonLines /> : <SwitchedOffPage id={id} wasHere={seen.current === id} />
  seen.current = id
  const match = matchRoute(module.admin.routes ?? [], rest.join('/'))
  if (match === undefined) return <MissingPage />
  if (match.route.permission !== undefined && !permissions.includes(match.route.permission))
    return <ForbiddenPage permission={match.route.permission} />
  return (
    <PluginBoundary key={_splat} plugin={id} name={module.name[language]} parameters={match.parameters}>
      {createElement(lazyComponent(match.route.load))}
    </PluginBoundary>
  )
}
