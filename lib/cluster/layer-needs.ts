import { sharedParts } from '../idp/common-parts.ts';
import type { Facts } from '../contract/facts.ts';
import { apiserverFolder } from '../kubernetes/names.ts';
import type { Folder } from '../manifest/manifest.ts';
import { monitoringFolder } from '../platform/monitoring/monitoring.ts';
import type { WiredApp } from './app-ends.ts';
import type { WritableProvider } from '../idp/identity-provider.ts';

/** What layers wait for beyond their usual place: all ends at the identity provider for the groups, the outpost for the providers that it names, an app behind it for the outpost. */
export function layerNeeds(apps: readonly WiredApp[], facts: Facts, provider: WritableProvider): ReadonlyMap<Folder, readonly Folder[]> {
  const needs = new Map<Folder, Folder[]>();
  const outpost = provider.folderOf(facts, 'outpost');
  const groups = provider.folderOf(facts, 'groups');
  for (const name of [...apps.map((app) => app.name), ...sharedParts.filter((part) => part !== 'groups')]) needs.set(provider.folderOf(facts, name), [groups]);
  for (const { name, contracts } of apps) {
    if (!contracts.some(({ protocol, adopted }) => protocol === 'forward-auth' && adopted?.outpost === undefined)) continue;
    needs.set(outpost, [...(needs.get(outpost) ?? []), provider.folderOf(facts, name)]);
    needs.set(`apps/${name}`, [outpost]);
  }
  // A file that names an issuer which does not answer yet is read, and then held back.
  needs.set(
    `apps/${apiserverFolder}`,
    apps.flatMap(({ name, end }) => ((end.apiserverClients ?? []).length > 0 ? [provider.folderOf(facts, name)] : [])),
  );
  // What the provider's own pods read all lies in one folder.
  const all = outpost === groups ? new Map<Folder, readonly Folder[]>() : new Map<Folder, readonly Folder[]>(needs);
  const operator = facts.monitoring?.app;
  for (const [folder, after] of provider.waits ?? []) all.set(folder, after);
  if (operator !== undefined) all.set(monitoringFolder, [`apps/${operator}`]);
  return all;
}
