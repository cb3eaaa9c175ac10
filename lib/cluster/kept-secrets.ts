import type { Prerequisite } from '../manifest/prerequisite.ts';
import type { WiredApp } from './app-ends.ts';

/** Secrets of logins that were there before: the apps read them, and nobody of ours makes them. */
export function keptSecrets(apps: readonly WiredApp[]): Prerequisite[] {
  return apps.flatMap(({ name, contracts, end: { namespace, secrets } }) =>
    contracts.flatMap((contract): Prerequisite[] => {
      if (contract.protocol !== 'oidc' || contract.clientType === 'public' || namespace === undefined) return [];
      const { object, key, name: own } = contract.secret;
      if (contract.adopted?.login?.secret !== 'kept' || object === undefined || !secrets.some((one) => one.name === own)) return [];
      return [{ kind: 'Secret', namespace, name: object, why: `client secret of ${name}, the same as in authentik; key ${key}` }];
    }),
  );
}

/** Namespaces of apps that somebody else installs. */
export function theirNamespaces(apps: readonly WiredApp[]): Prerequisite[] {
  const ours = new Set(apps.flatMap(({ end }) => (end.elsewhere === true ? [] : (end.namespace ?? []))));
  const theirs = apps.flatMap(({ end }) => (end.elsewhere === true && end.namespace !== undefined && !ours.has(end.namespace) ? [end.namespace] : []));
  return [...new Set(theirs)].map((name) => ({ kind: 'Namespace', namespace: '', name, why: 'one of your apps runs there' }));
}
