import { type Facts, issuerOf } from './facts.ts';

/**
 * Address of an application's discovery document: the issuer with its slash, and the well-known path without one at its end.
 *
 * @example
 * discoveryUrl(facts, 'grafana') // 'https://auth.home.example.org/application/o/grafana/.well-known/openid-configuration'
 */
export function discoveryUrl(facts: Facts, slug: string): string {
  return `${issuerOf(facts, slug)}.well-known/openid-configuration`;
}
