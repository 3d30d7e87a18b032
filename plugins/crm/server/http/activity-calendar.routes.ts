import { defineRoutes, pageOf } from '@wasla/sdk'
import { calendarActivity, calendarQuery, readCalendar } from '../data/activity-calendar.view.ts'

export const activityCalendarRoutes = defineRoutes((app) => {
  app.get(
    '/activities',
    {
      config: { permission: 'crm.activities.read' },
      schema: {
        summary: 'List the activities of a time, the earliest first',
        querystring: calendarQuery,
        response: { 200: pageOf(calendarActivity) },
      },
    },
    (request) => readCalendar(request.context, request.query),
  )
})
