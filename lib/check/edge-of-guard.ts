import type { Located } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { ServedHost } from '../tree/edges.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { isBranch, nodesWhere, textsOf } from '../tree/walk.ts';

/** Where the edge leads the host of a guard to its identity provider, or to an outpost of that, which signs in and passes on to the app itself. */
export function edgeOfGuard({ externalHost, idp }: IdpEnd, edges: readonly ServedHost[]): Located<string> | undefined {
  const host = hostTextOf(externalHost?.value);
  return host === undefined ? undefined : edges.find((edge) => hostTextOf(edge.host.value) === host && leadsTo(edge, idp.name))?.host;
}

const backends: ReadonlySet<string | number> = new Set(['backend', 'backendRefs', 'service', 'services']);

const leadsTo = ({ block }: ServedHost, name: string): boolean =>
  nodesWhere(block, (raw, key) => backends.has(key) && isBranch(raw)).some((node) =>
    textsOf(node)
      .split(/[^a-z]/)
      .some((word) => word === name || word === 'outpost'),
  );
