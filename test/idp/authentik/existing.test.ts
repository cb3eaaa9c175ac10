import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../../lib/manifest/manifest.ts';
import { grafana } from '../../../lib/integrations/grafana/grafana.ts';
import { homepage } from '../../../lib/integrations/homepage/homepage.ts';
import { groups } from '../../../lib/contract/access.ts';
import { grave, judged } from '../../support/judge.ts';
import { clusterWith, grafanaOptions } from '../../support/sample.ts';
import { blueprintIn } from '../../support/blueprint-of.ts';

const home = homepage({ host: 'start', namespace: 'homepage', access: groups('family') });
const token = { name: 'authentik-token', key: 'token' };
const inside = { host: 'sso.example.net', existing: { namespace: 'sso', secrets: ['authentik'], env: { AUTHENTIK_POSTGRESQL__HOST: 'postgres' } } };
const outside = { existing: { url: 'https://sso.example.net', token } };
const objects = (made: ReturnType<typeof clusterWith>) => made.placed.map(({ object }) => object);
type Pod = { spec: { template: { spec: { containers: Readonly<Record<string, unknown>>[]; volumes: { name: string; secret?: unknown }[] } } } };
const jobs = (made: ReturnType<typeof clusterWith>) => objects(made).filter(({ kind }) => kind === 'Job') as (Manifest & Pod)[];
const text = (made: ReturnType<typeof clusterWith>) => JSON.stringify([made.placed, made.manual, made.readme]);

describe('an authentik that is there already', () => {
  it('is not installed: nothing of it is written but blueprints', () => {
    for (const idp of [inside, outside]) {
      const made = clusterWith({ idp });
      expect(made.placed.filter(({ folder }) => folder === 'authentik')).toEqual([]);
      expect(objects(made).filter(({ kind, metadata }) => kind === 'HelmRelease' && metadata.name === 'authentik')).toEqual([]);
      expect(text(made)).not.toMatch(/authentik-secret-key|authentik-postgresql|initial-setup/);
      expect(made.readme).toContain('https://sso.example.net');
    }
  });

  it('keeps its namespace: dist makes none of that name', () => {
    const names = (idp: unknown) => objects(clusterWith({ idp })).flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : []));
    expect(names(inside)).not.toContain('sso');
    expect(names(outside)).toContain('pinout-identity');
  });

  it('gets blueprints by Jobs with its own settings', () => {
    for (const job of jobs(clusterWith({ idp: inside }))) {
      const [container] = job.spec.template.spec.containers;
      expect(job.metadata.namespace).toBe('sso');
      expect(container).toMatchObject({
        envFrom: [{ secretRef: { name: 'authentik' } }],
        env: [{ name: 'AUTHENTIK_POSTGRESQL__HOST', value: 'postgres' }, {}],
      });
    }
  });

  it('gets them by its API when it is elsewhere, and the token is a file', () => {
    for (const job of jobs(clusterWith({ idp: outside }))) {
      const [container] = job.spec.template.spec.containers;
      expect(container).not.toHaveProperty('args');
      expect(container).toMatchObject({ env: [{ value: 'https://sso.example.net' }, { value: '/run/secrets/authentik-token/token' }, {}] });
      expect(job.spec.template.spec.volumes).toContainEqual({
        name: 'authentik-token',
        secret: { secretName: 'authentik-token', items: [{ key: 'token', path: 'token' }] },
      });
    }
  });

  it('keeps its groups as they are, and the providers of its outpost', () => {
    const made = clusterWith({ idp: { ...inside, existing: { ...inside.existing, outpost: ['Sonarr (old)'] } }, apps: [grafana(grafanaOptions), home] });
    const blueprint = (name: string) => blueprintIn(made, name)!;
    expect(blueprint('groups')).toContain('state: created');
    expect(blueprint('outpost')).toContain('[ name, Sonarr (old) ]');
    expect(blueprint('outpost')).toContain(String.raw`^(?!(?:Sonarr \\(old\\)|homepage)$)`);
    expect(blueprintIn(clusterWith({}), 'groups')!).not.toContain('state:');
  });

  it('gives the Jobs the files that its settings name, where it has them', () => {
    const mounts = [
      { secret: 'authentik-postgres', path: '/postgres-creds' },
      { configMap: 'home-ca', path: '/postgres-ca' },
    ];
    const env = { AUTHENTIK_POSTGRESQL__PASSWORD: 'file:///postgres-creds/password', AUTHENTIK_POSTGRESQL__SSLROOTCERT: '/postgres-ca/ca.crt' };
    const made = clusterWith({ idp: { existing: { namespace: 'sso', secrets: ['authentik'], env, mounts } } });
    for (const job of jobs(made)) {
      const { containers, volumes } = job.spec.template.spec;
      expect(containers[0]!['volumeMounts']).toEqual(expect.arrayContaining([{ name: 'existing-0', mountPath: '/postgres-creds', readOnly: true }]));
      expect(volumes).toEqual(
        expect.arrayContaining([
          { name: 'existing-0', secret: { secretName: 'authentik-postgres' } },
          { name: 'existing-1', configMap: { name: 'home-ca' } },
        ]),
      );
    }
    for (const row of ['| Secret | sso | authentik-postgres |', '| ConfigMap | sso | home-ca |']) expect(made.readme).toContain(row);
  });

  it('mounts the blueprints itself, when its worker applies them: its release is given the list, with what it has already', () => {
    const existing = { namespace: 'sso', release: { name: 'sso', namespace: 'flux-system' }, blueprints: { configMaps: ['house-rules'] } };
    const made = clusterWith({ idp: { apply: 'worker', existing }, apps: [grafana(grafanaOptions)] });
    expect(jobs(made)).toEqual([]);
    const map = objects(made).find(({ metadata }) => metadata.name === 'authentik-blueprint-values') as unknown as Manifest & { data: Record<string, string> };
    expect(map.metadata.namespace).toBe('flux-system');
    expect(parse(map.data['values.yaml']!)).toEqual({
      blueprints: { configMaps: ['house-rules', 'blueprint-grafana', 'blueprint-groups'], secrets: ['grafana-oidc-1'] },
    });
    const page = made.manual.find(({ path }) => path === 'releases/authentik.md')!.text;
    expect(page).toMatch(/name: sso\n {2}namespace: flux-system\nspec:\n {2}valuesFrom:\n {4}- kind: ConfigMap\n {6}name: authentik-blueprint-values/);
    expect(page).toContain('`house-rules`');
    expect(made.readme).toContain('| HelmRelease | flux-system | sso |');
    expect(made.readme).not.toContain('settings of your authentik');
    expect(grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });

  it('is trusted by the authority that signed its certificate', () => {
    const certificateAuthority = readFileSync('test/support/home-ca.pem', 'utf8');
    const [job] = jobs(clusterWith({ idp: { existing: { ...outside.existing, certificateAuthority } } }));
    expect(job!.spec.template.spec.containers[0]!['env']).toContainEqual({ name: 'AUTHENTIK_CA_FILE', value: '/blueprints/pinout/authority.pem' });
  });

  it.each([
    ['in the cluster', inside, [grafana(grafanaOptions), home]],
    ['discovering them itself', { ...inside, apply: 'worker' }, [grafana(grafanaOptions), home]],
    ['outside', outside, [grafana(grafanaOptions)]],
  ])('makes a dist without findings (%s)', (_where, idp, apps) => {
    expect(grave(judged(clusterWith({ idp, apps })).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });
});
