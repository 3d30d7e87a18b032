import theme from 'vitepress/theme'
import './site.css'

// oxlint-disable-next-line import/no-default-export -- VitePress reads its theme there
export default theme
