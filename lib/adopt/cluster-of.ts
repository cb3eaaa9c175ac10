import { supported } from '../contract/versions.ts';
import { writtenProvider } from '../idp/written.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { servedPathsOf } from '../tree/served-paths.ts';
import { hostOption } from './facts-of.ts';
import type { Found } from './found.ts';

/** What of a cluster's facts its manifests say. */
export interface ClusterHints {
  readonly versions: Readonly<Partial<Record<keyof typeof supported, string>>>;
  /** The ingress class that most hosts are served by. */
  readonly className?: string;
  /** First label of the identity provider's host, or the whole host. */
  readonly idpHost?: string;
  /** Where the identity provider runs, when a release of it is there; `?` when clients of it were found and no release. */
  readonly idpNamespace?: string;
}

/** What can be told of the cluster of some logins. */
export function clusterHints(found: readonly Found[], isOurs: (one: Found) => boolean, domain: string): ClusterHints {
  const repositories = [...new Set(found.map(({ repository }) => repository))];
  const versions = Object.fromEntries(
    (Object.keys(supported) as (keyof typeof supported)[]).flatMap((product): (readonly [string, string])[] => {
      const text = repositories.map((one) => one.versions[product]?.text.replace(/^v/, '')).find((one) => one !== undefined);
      const [minor] = /^\d+\.\d+/.exec(text ?? '') ?? [];
      if (text === undefined || minor === undefined || !(supported[product] as readonly string[]).includes(minor)) return [];
      // Its image has a whole version, the others have a minor one.
      return product === 'kubernetes' || product === 'flux' ? [[product, minor]] : /^\d+\.\d+\.\d+$/.test(text) ? [[product, text]] : [];
    }),
  );
  const className = mostly(repositories.flatMap((one) => servedPathsOf(one).flatMap(({ form, by }) => (form === 'Ingress' ? by : []))));
  const hosts = found.flatMap(({ login, client }) => {
    const isIts = client !== undefined || login?.idps?.includes(writtenProvider.facts) === true;
    return isIts && login?.issuer !== undefined ? (hostTextOf(login.issuer.value) ?? []) : [];
  });
  const idpHost = mostly(hosts.filter((host) => !host.includes('.svc') && host.includes('.')).map((host) => hostOption(host, domain)));
  const charts = Object.keys(writtenProvider.charts ?? {});
  const release = repositories.flatMap(({ releases }) => releases).find(({ chart, object }) => charts.includes(chart) && !object.ours);
  const namespace = known(release?.object.root.get('spec', 'targetNamespace').text()) ?? known(release?.object.namespace);
  const exists = found.some((one) => !isOurs(one));
  return {
    versions,
    ...(className === undefined ? {} : { className }),
    ...(idpHost === undefined || known(idpHost) === undefined ? {} : { idpHost }),
    ...(exists ? { idpNamespace: namespace ?? '?' } : {}),
  };
}

/** The text that is there most often. */
function mostly(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0];
}
