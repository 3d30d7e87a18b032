import { once } from 'node:events'
import { createServer } from 'node:net'
import { StartError } from '../start-error.ts'

/**
 * Tells before the database is touched that the host could not listen.
 *
 * @throws StartError `port_in_use` or `address_unavailable`
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
  } catch (error) {
    throw explainListenError(error, port, host)
  }
}

/** Turns what `listen` threw into a sentence; any other error is returned as it is. */
export function explainListenError(error: unknown, port: number, host: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(
        'port_in_use',
        `Port ${port} of ${host} is in use by another program; stop that one, or choose another port, for example PORT=${port < 65_535 ? port + 1 : 3000}.`,
        { cause: error },
      )
    case 'EACCES':
      return new StartError(
        'address_unavailable',
        `This user may not listen on port ${port}; choose one above 1023, for example PORT=3000.`,
        { cause: error },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        'address_unavailable',
        `This machine has no address ${host} to listen on; set HOST to one it has, for example HOST=127.0.0.1.`,
        { cause: error },
      )
    default:
      return error
  }
}
