import { PinoutError } from '../../../contract/error.ts';
import type { Facts } from '../../../contract/facts.ts';
import type { EnvVar } from '../../../manifest/env-var.ts';

/**
 * What the caller gave; mail; and from 2026.8 on the proxies that authentik believes and its own address (required from 2026.11). Without them it
 * takes every request for plain http, and issuer and redirects start with http:. A comma list, not JSON (goauthentik/authentik#9723).
 *
 * @throws PinoutError `env-twice`
 */
export function releaseEnvironment(facts: Facts, given: readonly EnvVar[]): EnvVar[] {
  const own: EnvVar[] = facts.features.trustedProxies
    ? [
        { name: 'AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS', value: facts.idp.trustedProxies.join(',') },
        { name: 'AUTHENTIK_WEB__BASE_URL', value: facts.idp.origin },
      ]
    : [];
  const names = new Set(given.map(({ name }) => name));
  if (names.size !== given.length)
    throw new PinoutError({
      code: 'env-twice',
      app: 'cluster',
      field: 'authentik.env',
      found: given.map(({ name }) => name).join(', '),
      wanted: 'each variable once: Kubernetes refuses a list that names one twice',
      fix: 'remove the second one',
    });
  return [...given, ...[...own, ...email(facts)].filter(({ name }) => !names.has(name))];
}

function email({ idp: { email: wanted } }: Facts): EnvVar[] {
  if (wanted === undefined) return [];
  const { host, port, from, security, username, password } = wanted;
  return [
    { name: 'AUTHENTIK_EMAIL__HOST', value: host },
    { name: 'AUTHENTIK_EMAIL__PORT', value: String(port) },
    { name: 'AUTHENTIK_EMAIL__FROM', value: from },
    { name: 'AUTHENTIK_EMAIL__USE_TLS', value: String(security === 'starttls') },
    { name: 'AUTHENTIK_EMAIL__USE_SSL', value: String(security === 'tls') },
    ...(username === undefined || password === undefined
      ? []
      : [
          { name: 'AUTHENTIK_EMAIL__USERNAME', value: username },
          { name: 'AUTHENTIK_EMAIL__PASSWORD', valueFrom: { secretKeyRef: { ...password } } },
        ]),
  ];
}
