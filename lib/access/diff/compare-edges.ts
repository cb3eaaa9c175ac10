import { grouped } from '../../contract/grouped.ts';
import type { ClusterModel } from '../access-model.ts';
import { isOfOutpost, type AccessPath, accessPaths } from '../edge-guards.ts';
import { type Change, change, listed } from './change.ts';

/** Hosts that came or went, and what stands before them. */
export function compareEdges(before: ClusterModel, after: ClusterModel): Change[] {
  const [was, is] = [byHost(before), byHost(after)];
  const changes = [...new Set([...is.keys(), ...was.keys()])].flatMap((host): Change[] => {
    const [old, now] = [was.get(host), is.get(host)];
    if (now === undefined) return [change('neutral', 'host-gone', `${host} is not served any more`, old![0]!.edge.host, { app: host, side: 'before' })];
    if (old === undefined) return [newHost(host, now, before, after)];
    return changesOf(host, old, now, after);
  });
  const together = [
    ...summed(
      changes.filter(({ about }) => about === 'host-gone'),
      'are not served any more',
    ),
    ...summed(
      changes.filter(({ about }) => about === 'host-open'),
      'are served from now on, and pinout knows of no login before them',
    ),
  ];
  return [...changes.filter(({ about }) => about !== 'host-gone' && about !== 'host-open'), ...together];
}

/** Many hosts at once are one line. */
const mostAlone = 3;

function summed(changes: readonly Change[], what: string): Change[] {
  if (changes.length <= mostAlone) return [...changes];
  const [{ weight, about, side, at }] = changes as [Change];
  const hosts = listed(
    changes.map(({ app }) => app ?? ''),
    8,
  );
  return [{ weight, about, side, at, says: `${changes.length} hosts ${what}: ${hosts}` }];
}

const byHost = (cluster: ClusterModel): ReadonlyMap<string, readonly AccessPath[]> => grouped(accessPaths(cluster.repository), ({ host }) => host);

function newHost(host: string, ways: readonly AccessPath[], before: ClusterModel, after: ClusterModel): Change {
  const open = ways.filter((way) => way.guard === undefined && !isOfOutpost(way));
  const at = (open[0] ?? ways[0]!).edge.host;
  const app = appAt(host, after);
  const says =
    open.length === 0
      ? `${host} is served from now on, behind ${ways.find(({ guard }) => guard !== undefined)?.guard ?? 'a login'}`
      : app === undefined
        ? `${host} is served from now on, and pinout knows of no login before it: anyone who reaches it sees what the app shows`
        : `${host} is served from now on, and ${app} asks for the login itself`;
  // The app may be one that stood behind a guard, under another name.
  const hid =
    open.length > 0 &&
    app === undefined &&
    accessPaths(before.repository).some(
      ({ edge, guard }) => guard !== undefined && edge.object.name === open[0]!.edge.object.name && edge.object.namespace === open[0]!.edge.object.namespace,
    );
  return change(
    hid ? 'opens' : 'neutral',
    !hid && open.length > 0 && app === undefined ? 'host-open' : 'host',
    hid ? `${host} is open to everyone who reaches it: the app's other host asks for a login, and this one does not` : says,
    at,
    { app: host },
  );
}

/** An app with a login of its own at a host. */
const appAt = (host: string, { apps }: ClusterModel): string | undefined =>
  apps.find(({ protocol, hosts }) => protocol === 'oidc' && hosts.includes(host))?.name;

function changesOf(host: string, old: readonly AccessPath[], now: readonly AccessPath[], after: ClusterModel): Change[] {
  const changes: Change[] = [];
  const before = new Map(old.map((way) => [way.key, way]));
  const wasGuarded = old.some(({ guard }) => guard !== undefined);
  const guards = (ways: readonly AccessPath[]) => ways.map(({ guard }) => guard).find((guard) => guard !== undefined);
  for (const way of now) {
    if (isOfOutpost(way)) continue;
    const same = before.get(way.key) ?? (before.size === 1 && now.length === 1 ? old[0] : undefined);
    const app = appAt(host, after);
    const rest = app === undefined ? 'everyone who reaches it opens it without a login' : `the login of ${app} itself is all that is left`;
    if (way.guard === undefined && (same?.guard !== undefined || (same === undefined && wasGuarded)))
      changes.push(
        change(
          'opens',
          'guard',
          same !== undefined
            ? `nothing asks for a login before ${host} any more (it was ${same.guard}): ${rest}`
            : `the paths ${way.paths.join(', ')} of ${host} have no login before them, unlike the rest: ${rest}`,
          way.edge.host,
          { app: host },
        ),
      );
    else if (way.guard !== undefined && same !== undefined && same.guard === undefined)
      changes.push(change('closes', 'guard', `${host} asks for a login first: ${way.guard}`, way.edge.host, { app: host }));
    else if (way.guard !== undefined && same?.guard !== undefined && way.guard !== same.guard)
      changes.push(change('neutral', 'guard', `${host} is guarded by ${way.guard} instead of ${same.guard}`, way.edge.host, { app: host }));
    if (same?.tls === true && !way.tls)
      changes.push(
        change('opens', 'certificate', `${host} is served without a certificate: passwords and tokens travel in the clear`, way.edge.host, { app: host }),
      );
  }
  // A guarded way that is gone leaves its paths to what remains.
  const open = now.find((way) => way.guard === undefined && !isOfOutpost(way));
  if (changes.length === 0 && wasGuarded && guards(now) === undefined && open !== undefined)
    changes.push(
      change(
        'opens',
        'guard',
        `nothing asks for a login before ${host} any more (it was ${guards(old)}): everyone who reaches it opens it without a login`,
        open.edge.host,
        { app: host },
      ),
    );
  return [...new Map(changes.map((one) => [one.says, one])).values()];
}
