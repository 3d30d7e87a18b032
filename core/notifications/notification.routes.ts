import { defineRoutes, type RoutesDefinition } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'
import { personalSession } from '../identity/personal-session.ts'
import { memberOf } from '../tenancy/http/member.ts'
import {
  newPreferences,
  notificationPage,
  notificationQuery,
  preferences,
  readNotifications,
  unreadCount,
} from './notification.schema.ts'
import { countUnread, listNotifications, markRead, type Recipient } from './own-notifications.ts'
import { readPreferences, writePreferences, type PreferenceDependencies } from './preferences.ts'

const tags = ['Notifications']
const member = { member: true } as const

/** `/notifications` and `/notification-preferences`: what a person is told, and how. */
export function notificationRoutes(dependencies: PreferenceDependencies): RoutesDefinition {
  const { platform } = dependencies
  return defineRoutes((app) => {
    app.get(
      '/notifications',
      {
        config: member,
        schema: {
          tags,
          summary: 'Your notifications, newest first',
          querystring: notificationQuery,
          response: { 200: notificationPage },
        },
      },
      (request) => listNotifications(platform, recipientOf(request), request.query),
    )
    app.get(
      '/notifications/unread-count',
      {
        config: member,
        schema: { tags, summary: 'How many you have not read', response: { 200: unreadCount } },
      },
      async (request) => ({ unread: await countUnread(platform, recipientOf(request)) }),
    )
    app.post(
      '/notifications/read',
      {
        config: member,
        schema: {
          tags,
          summary: 'Mark notifications as read',
          body: readNotifications,
          response: { 200: unreadCount },
        },
      },
      async (request) => {
        await markRead(platform, recipientOf(request), request.body.ids)
        return { unread: await countUnread(platform, recipientOf(request)) }
      },
    )
    app.get(
      '/notification-preferences',
      {
        config: member,
        schema: { tags, summary: 'How you are told of what', response: { 200: preferences } },
      },
      (request) => readPreferences(dependencies, memberOf(request).active, recipientOf(request)),
    )
    app.put(
      '/notification-preferences',
      {
        config: member,
        schema: {
          tags,
          summary: 'Choose how you are told of what',
          body: newPreferences,
          response: { 200: preferences },
        },
      },
      (request) =>
        writePreferences(dependencies, memberOf(request).active, recipientOf(request), request.body),
    )
  })
}

function recipientOf(request: FastifyRequest): Recipient {
  return { organizationId: memberOf(request).organizationId, userId: personalSession(request).principal.id }
}
