/**
 * True for names of settings that take an issuer or its discovery URL: `OIDC_ISSUER`, `issuerUrl`, `authority`, `WELL_KNOWN_URL`.
 *
 * @example namesIssuer('AUTH_OIDC_ISSUER_URL') // true
 */
export function namesIssuer(name: string): boolean {
  return /(?:issuer|authority|discovery|wellknown|metadata|configuration)(?:ur[il]|endpoint)?$/.test(name.toLowerCase().replace(/[^a-z]/g, ''));
}
