/** The library is some three hundred modules, most of them about certificates: loaded with the first passkey. */
export const loadWebAuthn = () => import('@simplewebauthn/server')
