/** The secret of a mailed link. It stands behind the #, so that no server and no log sees it. */
export function mailedToken(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
}
