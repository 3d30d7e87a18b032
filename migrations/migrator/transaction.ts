import type pg from 'pg'

/** Runs `work` in one transaction as the owner of all objects. */
export async function asOwner<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin; set local role wasla_owner')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    // On a broken connection there is nothing to roll back, and the first error is the one to tell.
    await client.query('rollback').catch(() => {})
    throw error
  }
}
