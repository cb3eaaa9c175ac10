import { compareText } from '../contract/access.ts';
import { PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { noPage } from '../contract/tile.ts';
import type { WritableProvider, WrittenEnd } from '../idp/identity-provider.ts';
import { certificates } from '../platform/certificates/certificates.ts';
import { dns } from '../platform/dns/dns.ts';
import { gateway } from '../platform/gateway.ts';
import { monitoring } from '../platform/monitoring/monitoring.ts';
import { joinParts, type Part } from '../platform/part.ts';
import type { WiredApp } from './app-ends.ts';
import { refuseUnreachable } from './refuse-unreachable.ts';

/** What runs under the apps, beside the identity provider and the secrets. */
export function platform(apps: readonly WiredApp[], facts: Facts, ends: readonly WrittenEnd[], provider: WritableProvider): Part {
  refuseMissingOperator(apps, facts);
  refuseUnreachable(apps, facts);
  refuseGuardOutside(apps, facts);
  const hosts = hostsOf(apps, facts);
  const guarded = apps.some(({ contracts, end }) => end.elsewhere !== true && contracts.some(({ protocol }) => protocol === 'forward-auth'));
  return joinParts([certificates(facts, hosts), gateway(facts, hosts, guarded), dns(facts, hosts), provider.needs(facts, ends), monitoring(facts)]);
}

/** Every host that browsers open: the identity provider's first, then those of the apps in order. */
export function hostsOf(apps: readonly WiredApp[], facts: Pick<Facts, 'idp'>): readonly string[] {
  // What somebody else installs has its way in, and its name, already.
  const ours = apps.filter(({ end }) => end.elsewhere !== true);
  const hosts = ours.flatMap(({ contracts }) => contracts.flatMap(({ tile }) => (tile.launchUrl === noPage ? [] : [new URL(tile.launchUrl).hostname])));
  // One outside the cluster has its own record.
  const own = facts.idp.existing?.kind === 'outside' ? [] : [facts.idp.host];
  return [...own, ...[...new Set(hosts)].filter((host) => host !== facts.idp.host).sort(compareText)];
}

/** The edge asks a Service of the cluster about each request. @throws PinoutError `guard-outside` */
function refuseGuardOutside(apps: readonly WiredApp[], { idp }: Facts): void {
  const guarded =
    idp.existing?.kind === 'outside'
      ? apps.find(({ contracts, end }) => end.elsewhere !== true && contracts.some(({ protocol }) => protocol === 'forward-auth'))
      : undefined;
  if (guarded === undefined) return;
  throw new PinoutError({
    code: 'guard-outside',
    app: guarded.name,
    field: 'idp.existing.url',
    found: `an authentik outside the cluster, with ${guarded.name} behind forward-auth`,
    wanted: 'an authentik in this cluster: pinout installs no outpost for an authentik elsewhere',
    fix: 'give the app an OpenID Connect login, or remove it',
  });
}

/** @throws PinoutError `monitoring-missing` */
function refuseMissingOperator(apps: readonly WiredApp[], facts: Facts): void {
  const wanted = facts.monitoring?.app;
  if (wanted === undefined) return;
  const app = apps.find(({ name }) => name === wanted);
  // The chart's name is in its source, or in the HelmRelease itself.
  if (app?.end.objects.some((object) => JSON.stringify(object['spec'] ?? '').includes('kube-prometheus-stack')) === true) return;
  throw new PinoutError({
    code: 'monitoring-missing',
    app: 'cluster',
    field: 'monitoring.app',
    found: app === undefined ? `${show(wanted)}, which is not an app of this cluster` : `${show(wanted)}, whose chart does not contain prometheus-operator`,
    wanted: 'the app that installs kube-prometheus-stack: its CRDs must exist before monitors and alerts',
    fix: "write monitoring: { app: 'grafana' } for a grafana({ chart: 'kube-prometheus-stack' }), or monitoring: { operator: 'present' }",
  });
}
