// oxlint-disable-next-line import/no-default-export -- VitePress reads its configuration there
export default {
  title: 'Wasla',
  description: 'A platform core for business software, in modules that each organization switches on.',
  cleanUrls: true,
  cacheDir: '../node_modules/.cache/vitepress',
  // Links into the repository's sources lead nowhere on the site; `.ci/docs` checks that they exist there.
  ignoreDeadLinks: [/\.\.\//, /\/(core|host|sdk|migrations|plugins|\.ci|e2e)\//],
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Guide', link: '/guide/first-plugin' },
      { text: 'Errors', link: '/errors' },
      { text: 'User guide', link: '/user/en' },
      { text: 'دليل المستخدم', link: '/user/ar' },
    ],
    sidebar: [
      {
        text: 'For authors',
        items: [
          { text: 'Tour', link: '/guide/tour' },
          { text: 'A plugin in ten minutes', link: '/guide/first-plugin' },
          { text: 'The sections', link: '/guide/define-plugin' },
          { text: 'The data path', link: '/guide/data' },
          { text: 'Events and jobs', link: '/guide/events' },
          { text: 'Testing', link: '/guide/testing' },
          { text: 'Publishing', link: '/guide/publishing' },
          { text: 'In production', link: '/guide/production' },
          { text: 'Traps', link: '/guide/traps' },
          { text: 'Errors', link: '/errors' },
        ],
      },
      {
        text: 'For members',
        items: [
          { text: 'User guide', link: '/user/en' },
          { text: 'دليل المستخدم', link: '/user/ar' },
        ],
      },
      {
        text: 'For maintainers',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Decisions', link: '/adr/README' },
        ],
      },
    ],
  },
}
