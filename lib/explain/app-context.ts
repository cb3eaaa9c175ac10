import type { IdentityProvider } from '../idp/identity-provider.ts';
import { manifestsWith, providersOf } from '../idp/known-providers.ts';
import type { Observed } from '../contract/observed.ts';
import type { Ends, Judge } from '../integrations/judge.ts';
import type { Integration } from '../integrations/integration.ts';
import { readEnds } from '../integrations/read-ends.ts';
import { integrations } from '../integrations/registry.ts';
import { clustersOf } from '../tree/clusters-of.ts';
import type { Tree } from '../tree/tree.ts';

/** An app of the manifests whose tokens can be judged. */
export interface TokenApp {
  /** The name of the app: the slug of its application, or its client id. */
  readonly name: string;
  /** The integration that reads it. */
  readonly kind: string;
  readonly judge: Judge;
  readonly ends: Ends;
}

/** What the manifests know of apps by name. */
export interface KnownApps {
  readonly apps: readonly TokenApp[];
  /** Slugs of applications that no token reaches: forward-auth. */
  readonly guarded: readonly string[];
}

/**
 * Reads every login by OpenID Connect, with both ends as far as they are there.
 *
 * @param own integrations beside those of pinout
 * @param providers identity providers beside those of pinout
 */
export function tokenApps(tree: Tree, own: readonly Integration<unknown>[] = [], providers: readonly IdentityProvider[] = []): KnownApps {
  const clusters = clustersOf(tree).map((one) => appsOf(one, own, providers));
  const names = new Set<string>();
  const apps = clusters.flatMap((one) => {
    const own = one.apps.filter(({ name }) => !names.has(name));
    for (const { name } of own) names.add(name);
    return own;
  });
  return { apps, guarded: [...new Set(clusters.flatMap(({ guarded }) => guarded))] };
}

function appsOf(tree: Tree, own: readonly Integration<unknown>[], providers: readonly IdentityProvider[]): KnownApps {
  const manifests = manifestsWith(tree, providers);
  const ends = providersOf(manifests).flatMap(({ read }) => {
    const { clients: oidc, guards = [], others = [] } = read(manifests);
    return [...oidc, ...guards, ...others];
  });
  const clients = ends.filter(({ protocol }) => protocol !== 'forward-auth');
  const apps: TokenApp[] = [];
  for (const { by, end: app } of readEnds(manifests, own)) {
    const judge = (own.find(({ name }) => name === by) ?? integrations[by])?.judge;
    if (judge === undefined || app.protocol === 'forward-auth') continue;
    apps.push({ name: app.slug?.value ?? app.clientId?.value ?? by, kind: by, judge: judge(app, manifests), ends: { app, idp: otherEnd(app, clients) } });
  }
  const taken = new Set(apps.map(({ name }) => name));
  const general = Object.values(integrations).find((one) => one.general === true && one.judge !== undefined);
  for (const idp of clients) {
    if (idp.slug === undefined || idp.clientId === undefined || taken.has(idp.slug.value)) continue;
    taken.add(idp.slug.value);
    // An app whose settings nobody can read: what its client is, is known.
    const app: Observed = { end: 'app', protocol: 'oidc' };
    apps.push({ name: idp.slug.value, kind: general!.name, judge: general!.judge!(app, manifests), ends: { app, idp } });
  }
  const guarded = ends.flatMap(({ protocol, slug }) => (protocol === 'forward-auth' && slug !== undefined ? [slug.value] : []));
  return { apps, guarded };
}

const otherEnd = (app: Observed, clients: readonly Observed[]): Observed | undefined =>
  clients.find(({ slug }) => app.slug !== undefined && slug?.value === app.slug.value) ??
  clients.find(({ clientId }) => app.clientId !== undefined && clientId?.value === app.clientId.value);

/** The apps that a name means: that of an app, else that of an integration. */
export function appsNamed(name: string, { apps }: KnownApps): readonly TokenApp[] {
  const own = apps.filter((app) => app.name === name);
  return own.length > 0 ? own : apps.filter(({ kind }) => kind === name);
}
