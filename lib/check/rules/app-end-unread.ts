import { hostOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** One end alone was judged. */
export const appEndUnread: Rule = {
  code: 'app-end-unread',
  severity: 'info',
  title: 'nothing here could be read as the app of a client',
  *run({ pairs, clients, edges, blueprints }) {
    if (blueprints.all.length === 0) return;
    const served = new Map(edges.map((edge) => [edge.host.value.toLowerCase(), edge]));
    // The apiserver judges tokens that an app sends on: it is no end of its own.
    const apps = new Set(pairs.all.filter(({ login }) => login.app !== 'kube-apiserver').map(({ client }) => client));
    for (const client of clients) {
      const { redirects, clientId, label, provider } = client;
      if (apps.has(client)) continue;
      const edge = (redirects ?? []).map(({ url }) => served.get(hostOf(url) ?? '')).find((one) => one !== undefined);
      if (edge === undefined) continue;
      yield {
        at: clientId ?? provider.root,
        message: `${label} logs in to ${edge.host.value} (${edge.object.kind}/${edge.object.name}), but no settings of that login could be read`,
        expected: 'settings of the app with this client id',
        received: 'none that are known here',
        why: "Only the identity provider's end was judged: whether the app agrees with it is not known.",
        fix: 'compare them by hand: client id, issuer, redirect URI, scopes',
      };
    }
  },
};
