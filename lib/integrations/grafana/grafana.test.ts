import fc from 'fast-check';
import jmespath from 'jmespath';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { grafanaWith } from '../../../test/support/sample.ts';
import { supported } from '../../contract/versions.ts';
import { grafanaIntegration } from './grafana.ts';
import { jmesLiteral, rolePath } from './role-path.ts';
import { runs } from '../../../test/support/runs.ts';

const group = fc.stringMatching(/^[a-zé_][a-z0-9._:@/+-]{0,12}( [a-z0-9]{1,5})?$/);
const held = fc.uniqueArray(group, { minLength: 1, maxLength: 3 });
const roles = fc.record({ GrafanaAdmin: held, Admin: held, Editor: held, Viewer: held }, { requiredKeys: ['Admin'] });
const options = fc.record({
  roles,
  chart: fc.constantFrom('grafana', 'kube-prometheus-stack'),
  secretGeneration: fc.integer({ min: 1, max: 9999 }),
  name: fc.constantFrom('grafana', 'graphs-2'),
});

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'access', 'roles', 'secret'] as const;

describe('the read laws', () => {
  it('hold for both ends in every version of the window', () => {
    fc.assert(
      fc.property(options, fc.constantFrom(...supported.authentik), (input, version) => {
        expectReadLaws(grafanaWith(input, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), grafanaIntegration, holds);
      }),
      { numRuns: runs(25) },
    );
  });
});

describe('the role expression', () => {
  it('gives the highest role whose group the user has, and none otherwise', () => {
    fc.assert(
      fc.property(roles, fc.array(group), fc.boolean(), (given, others, member) => {
        const groups = [...others, ...(member ? given.Admin : [])];
        const wanted = (['GrafanaAdmin', 'Admin', 'Editor', 'Viewer'] as const).find((role) => given[role]?.some((one) => groups.includes(one)));
        expect(jmespath.search({ groups }, rolePath(given))).toBe(wanted ?? false);
      }),
    );
  });

  it('quotes any text so that JMESPath gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(jmespath.search({}, jmesLiteral(text))).toBe(text);
      }),
    );
  });
});

describe('storage', () => {
  const release = (change: Readonly<Record<string, unknown>>) =>
    JSON.stringify(grafanaWith(change).apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease'));

  it('is an emptyDir until volumes are asked for', () => {
    expect(release({})).not.toMatch(/storageSpec|persistence/);
    const both = release({ storage: { grafana: '2Gi', prometheus: '30Gi' } });
    expect(both).toContain('"persistence":{"enabled":true,"size":"2Gi"}');
    expect(both).toContain('"resources":{"requests":{"storage":"30Gi"}}');
    expect(release({ chart: 'grafana', storage: { grafana: '2Gi' } })).toContain('"persistence":{"enabled":true,"size":"2Gi"}');
  });

  it.each([[{ grafana: 'much' }], [{ loki: '1Gi' }], [{ prometheus: 20 }], ['1Gi']])('refuses %j', (storage) => {
    expect(() => grafanaWith({ storage })).toThrow(/storage/);
  });

  it('says in the page of dist what is lost without, and nothing where there is enough', () => {
    const page = (change: Readonly<Record<string, unknown>>) => grafanaWith(change).readme;
    expect(page({})).toContain('Prometheus has no volume');
    expect(page({})).toContain("Grafana's database has no volume");
    expect(page({ storage: { grafana: '2Gi' } })).not.toContain("Grafana's database has no volume");
    for (const enough of [
      { storage: { grafana: '2Gi', prometheus: '30Gi' } },
      { storage: { grafana: '2Gi' }, values: { prometheus: { enabled: false } } },
      { values: { grafana: { 'grafana.ini': { database: { type: 'postgres' } } }, prometheus: { prometheusSpec: { remoteWrite: [{ url: 'https://a' }] } } } },
      { chart: 'grafana', storage: { grafana: '2Gi' } },
    ])
      expect(page(enough)).not.toContain('Data at risk');
  });

  it('of Prometheus is refused for a Grafana alone', () => {
    expect(() => grafanaWith({ chart: 'grafana', storage: { prometheus: '20Gi' } })).toThrow(/storage.prometheus/);
  });
});
