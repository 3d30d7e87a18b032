import { pathToFileURL } from 'node:url'

/** A plugin and where its code lies. */
export interface PluginCode {
  readonly id: string
  readonly directory: string
}

/** A call on a stack, as V8's inspector tells it. */
export interface Frame {
  readonly functionName: string
  readonly url: string
}

export interface Place {
  readonly plugin: string
  /** The innermost of its functions that has a name: `countForever in greedy.mjs`. */
  readonly where: string
}

/** Whose code a stack is in: the plugin nearest to what ran; `platform` when there is none. */
export function createPlaceOf(plugins: readonly PluginCode[]): (frames: readonly Frame[]) => Place {
  const roots = plugins.map(({ id, directory }) => ({ id, root: `${pathToFileURL(directory).href}/` }))
  return (frames) => {
    for (const frame of frames) {
      const owner = roots.find(({ root }) => frame.url.startsWith(root))
      if (owner === undefined) continue
      const own = frames.filter(({ url }) => url.startsWith(owner.root))
      const { functionName, url } = own.find((each) => each.functionName !== '') ?? frame
      return {
        plugin: owner.id,
        where: `${functionName || 'a function'} in ${url.slice(owner.root.length)}`,
      }
    }
    const [innermost] = frames
    return {
      plugin: 'platform',
      where: `${innermost?.functionName || 'a function'} in ${innermost?.url || 'unknown code'}`,
    }
  }
}
