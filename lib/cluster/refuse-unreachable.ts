import { delivery } from '../delivery/engine.ts';
import { PinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { WiredApp } from './app-ends.ts';

/**
 * In mode `hostAliases` every app that asks authentik must carry its address. Judged by what the app wrote and not by a list of charts, so that an app
 * that cannot, or forgot, is never silently without a login.
 *
 * @throws PinoutError `host-aliases-unsupported`
 */
export function refuseUnreachable(apps: readonly WiredApp[], facts: Pick<Facts, 'dns' | 'idp'>): void {
  if (facts.dns.mode !== 'hostAliases' || facts.idp.existing?.kind === 'outside') return;
  for (const { name, contracts, end, probe } of apps) {
    if (end.elsewhere === true) continue;
    // Behind forward-auth the edge asks, by a Service; without a probe nothing in the cluster asks.
    if (probe === undefined || end.namespace === undefined || !contracts.some(({ protocol }) => protocol === 'oidc')) continue;
    const objects = [...end.objects, ...(end.login ?? [])];
    const text = JSON.stringify(objects);
    // As a value of the chart, or in the text of a patch after it.
    if (text.includes('hostAliases') && text.includes(facts.idp.host)) continue;
    const chart = chartOf(objects);
    throw new PinoutError({
      code: 'host-aliases-unsupported',
      app: name,
      field: 'dns.mode',
      found: `"hostAliases", and ${chart === undefined ? "the app's pod" : `the chart ${chart}`} does not support hostAliases`,
      wanted: `another way for the pod to reach ${facts.idp.host}: this chart has no value for /etc/hosts`,
      fix: "write dns: { mode: 'coredns-rewrite' } or dns: { mode: 'pihole' }, or install the app with app-template (oidcApp), which has defaultPodOptions.hostAliases",
    });
  }
}

/** Name of the chart of the app's own release. */
const chartOf = (objects: readonly Manifest[]): string | undefined => objects.map(delivery.chartOf).find((chart) => chart !== undefined);
