import type { TestHost, TestOrganization } from '@wasla/host'
import type { Random } from '../chaos/random.ts'
import type { Attack } from './attack.ts'

/** Ends sessions, memberships, the organization, or keeps its members out; sent by somebody who may be lost. */
const ENDS_ACCESS =
  /^\w+ \/api\/v1\/(auth\/|users\/me\/(sessions|password|second-factor)|organization\/(deletion|membership|ownership|allowed-addresses|second-factor)|users\/[^/]+$)/

/** Somebody of another organization, with every right in it. */
export class Intruder {
  readonly #host: TestHost
  readonly #modules: readonly string[]
  #organization: TestOrganization
  #nobody: string | undefined
  #spare: string | undefined

  private constructor(host: TestHost, modules: readonly string[], organization: TestOrganization) {
    this.#host = host
    this.#modules = modules
    this.#organization = organization
  }

  static async enter(host: TestHost, modules: readonly string[]): Promise<Intruder> {
    const intruder = new Intruder(host, modules, await host.organization('Intruders', modules))
    await intruder.#refresh()
    return intruder
  }

  get owner() {
    return this.#organization.owner
  }

  /** Mostly the owner's; a member's without rights, nobody's, or a forged one. */
  token(random: Random, { method, url }: Attack): string | undefined {
    const choice = random.next()
    if (choice < 0.85)
      return ENDS_ACCESS.test(`${method} ${url.split('?', 1)[0]}`) ? this.#spare : this.owner.token
    if (choice < 0.92) return this.#nobody
    return choice < 0.96 ? undefined : `${this.owner.token?.slice(0, -6)}AAAAAA`
  }

  /** Makes sure that attacks reach further than the door: signed in, and all modules on. */
  async recover(): Promise<void> {
    const { status, body } = await this.owner.call('GET', '/modules')
    try {
      if (status !== 200) throw new Error('The session ended.')
      const on = new Set(body.items.filter(({ active }: Module) => active).map(({ id }: Module) => id))
      for (const id of this.#modules) if (!on.has(id)) await this.#organization.switch(id, true)
    } catch {
      this.#organization = await this.#host.organization('Intruders', this.#modules)
    }
    await this.#refresh()
  }

  async #refresh(): Promise<void> {
    this.#nobody = (await this.#organization.member('nobody')).token
    this.#spare = (await this.#host.organization('Spare intruders')).owner.token
  }
}

interface Module {
  readonly id: string
  readonly active: boolean
}
