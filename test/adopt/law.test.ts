import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftsOf, loginsOf } from '../../lib/adopt/adopt.ts';
import { type Cluster, defineCluster } from '../../lib/cluster/cluster.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import { issuerOf } from '../../lib/contract/facts.ts';
import { project } from '../support/project.ts';
import type { Contract } from '../../lib/contract/contract.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { everyone, forwardAuthApp, grafana, groups, kept, oidcApp } from '../../lib/index.ts';
import { inputOf, recipes } from '../support/generated-clusters.ts';
import { runs } from '../support/runs.ts';

/** What a contract says to the identity provider, and how often its secret was rotated: other names of Secrets are the backend's. */
function said(contract: Contract, { facts }: Cluster): unknown {
  const { access, ...all } = project(contract, 'idp', facts.features, issuerOf(facts, contract.slug));
  const rest = { ...all, secret: /-(\d+)$/.exec((all['secret'] as { readonly name?: string } | undefined)?.name ?? '')?.[1] };
  const { kind, groups = [] } = access as { readonly kind: string; readonly groups?: readonly string[] };
  return { ...rest, access: { kind, groups: [...groups].sort() } };
}

function adopted(cluster: Cluster): {
  readonly before: readonly (readonly [string, unknown])[];
  readonly after: readonly (readonly [string, unknown])[];
  readonly why: readonly string[];
} {
  const files = [...filesOf(cluster, 'apps/main.ts')].map(([path, text]) => ({ file: `dist/${cluster.facts.name}/${path}`, text }));
  const contracts = cluster.apps.flatMap((app) => app.contracts);
  const before = contracts.map((contract) => [contract.slug, said(contract, cluster)] as const).sort(bySlug);
  if (before.length === 0) return { before, after: [], why: [] };
  const logins = loginsOf(treeOf(files.filter(({ file }) => file.endsWith('.yaml'))), []);
  const { drafts, refused } = draftsOf(logins, cluster.facts);
  return {
    before,
    after: drafts.map(({ contract }) => [contract.slug, said(contract, cluster)] as const).sort(bySlug),
    why: refused.map(({ name, why }) => `${name}: ${why}`),
  };
}

const bySlug = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

describe('adopting what pinout wrote gives the same logins back', () => {
  it('of the sample', async () => {
    const [cluster] = await loadClusters('apps/main.ts');
    const { before, after, why } = adopted(cluster!);
    expect(why).toEqual([]);
    expect(after).toEqual(before);
  });

  it('of any cluster', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        let cluster: Cluster;
        try {
          cluster = defineCluster(inputOf(recipe));
        } catch (error) {
          if (!isPinoutError(error)) throw error;
          return;
        }
        const { before, after, why } = adopted(cluster);
        expect(why).toEqual([]);
        expect(after).toEqual(before);
      }),
      { numRuns: runs(10) },
    );
  });
});

describe('adopting what pinout took over gives the same options back', () => {
  const secret = fc.constantFrom('new' as const, { name: 'metrics-login', key: 'secret' });
  const provider = fc.constantFrom({ clientId: 'k3YxQ0eT' }, { name: 'Provider for it', clientId: 'k3YxQ0eT' });
  const rule = fc.constantFrom(kept(), groups('family', 'staff'), everyone());
  const given = fc.record({
    metrics: fc.record({
      access: fc.constant(kept()),
      adopt: fc.record({ provider, secret }),
      generation: fc.constantFrom(undefined, 2),
      application: fc.constantFrom(undefined, 'old-grafana'),
    }),
    start: fc.record({
      access: fc.constantFrom(kept(), groups('family', 'guests'), everyone()),
      wayIn: fc.constantFrom('present' as const, undefined),
      openPaths: fc.constantFrom(undefined, ['^/api/']),
    }),
    photos: fc.record({
      access: rule,
      scopes: fc.constantFrom(['openid', 'email'], ['openid', 'profile', 'email', 'groups', 'offline_access']),
      clientType: fc.constantFrom('public' as const, undefined),
      provider,
    }),
  });
  const without = (options: object): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

  it('of any of them', () => {
    fc.assert(
      fc.property(given, ({ metrics, start, photos }) => {
        const apps = {
          grafana: without({
            host: 'metrics',
            namespace: 'monitoring',
            roles: { Admin: ['admins'], Viewer: ['family'] },
            access: metrics.access,
            adopt: without({ ...metrics.adopt, application: metrics.application }),
            // A Secret that stays has no generation.
            secretGeneration: metrics.adopt.secret === 'new' ? metrics.generation : undefined,
          }),
          start: without({
            name: 'start',
            ...start,
            adopt: { provider: 'Provider for Start', ...(start.access.kind === 'groups' ? { groups: ['guests'] } : {}) },
          }),
          photos: without({
            name: 'photos',
            host: 'photos.elsewhere.net',
            access: photos.access,
            redirects: ['/auth/login'],
            scopes: photos.scopes,
            clientType: photos.clientType,
            adopt: { provider: { ...photos.provider, clientId: 'p4Xz' } },
          }),
        };
        const cluster = defineCluster({
          name: 'home',
          domain: 'home.example.org',
          ingressAddress: '192.168.1.30',
          versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
          edge: { className: 'traefik', clusterIssuer: 'letsencrypt' },
          idp: { existing: { namespace: 'sso', secrets: ['authentik'] } },
          apps: [grafana(apps.grafana as never), forwardAuthApp(apps.start as never), oidcApp(apps.photos as never)],
        });
        const files = [...filesOf(cluster, 'apps/main.ts')].map(([path, text]) => ({ file: `dist/home/${path}`, text }));
        const { drafts, refused } = draftsOf(loginsOf(treeOf(files.filter(({ file }) => file.endsWith('.yaml'))), []), cluster.facts);
        expect(refused.map(({ name, why }) => `${name}: ${why}`)).toEqual([]);
        const options = Object.fromEntries(drafts.map((draft) => [draft.name, draft.options]));
        const wanted = { ...apps, start: { ...apps.start, wayIn: 'present' } };
        for (const [name, one] of Object.entries(wanted)) expect([name, options[name]]).toEqual([name, one]);
        expect(drafts.map(({ changes }) => changes)).toEqual([[], [], []]);
      }),
      { numRuns: runs(8) },
    );
  });
});
