import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { issuerOf } from '../../lib/contract/facts.ts';
import { dnsModes } from '../../lib/contract/dns.ts';
import { values } from '../support/said.ts';
import { project } from '../support/project.ts';
import { supported } from '../../lib/contract/versions.ts';
import { decodeAuthenticationConfiguration } from '../../lib/kubernetes/decode-authentication-configuration.ts';
import { readApiservers } from '../../lib/kubernetes/read-apiserver.ts';
import { readRbac } from '../../lib/kubernetes/read-rbac.ts';
import { validateAuthenticationConfiguration } from '../../lib/kubernetes/validate-authentication-configuration.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { configurationOf, kubectlCluster, legalGroup, versionsWith } from './support.ts';
import { runs } from '../support/runs.ts';

const manifestsIn = (text: string) => manifestsOf(treeOf([{ file: 'x.yaml', text }]));
/** What a login's two ends agree on, of each issuer that the apiserver trusts. */
const endsIn = (text: string) =>
  readApiservers(manifestsIn(text)).ends.map((one) => {
    const said = values(one) as Record<string, unknown>;
    return Object.fromEntries(
      ['end', 'protocol', 'slug', 'clientId', 'access', 'issuer', 'prefixes'].flatMap((key) => (said[key] === undefined ? [] : [[key, said[key]]])),
    );
  });
const prefixes = fc.constantFrom('oidc:', 'https://auth.example.org/#', 'home.example.org/', 'a@');
const held = fc.uniqueArray(legalGroup, { minLength: 1, maxLength: 4 });
const pem = (algorithm: string[]) => {
  const folder = tempFolder();
  execFileSync(
    'openssl',
    ['req', '-x509', '-nodes', '-newkey', ...algorithm, '-keyout', join(folder, 'key'), '-out', join(folder, 'pem'), '-days', '2', '-subj', '/CN=home'],
    { stdio: 'ignore' },
  );
  return readFileSync(join(folder, 'pem'), 'utf8');
};

describe('the AuthenticationConfiguration', () => {
  it('is one that its kube-apiserver takes, and reads back as the contract with its prefix', () => {
    fc.assert(
      fc.property(held, held, prefixes, fc.constantFrom(...supported.kubernetes), (view, edit, prefix, version) => {
        const cluster = kubectlCluster({ roles: { view }, namespaces: { 'team-a': { edit } } }, { ...versionsWith(version), apiserver: { prefix } });
        const text = configurationOf(cluster);
        const minor = Number(version.split('.')[1]);
        const read = decodeAuthenticationConfiguration(text, minor);
        expect('configuration' in read ? validateAuthenticationConfiguration(read.configuration, minor).error : read.error).toBeUndefined();
        expect(parse(text, { version: '1.1' })).toEqual(parse(text, { version: '1.2' }));
        const [contract] = cluster.apps[0]!.contracts;
        const whole = project(contract!, 'app', cluster.facts.features, issuerOf(cluster.facts, 'kubectl'));
        const wanted = {
          ...Object.fromEntries(['end', 'protocol', 'slug', 'clientId', 'access', 'issuer'].map((key) => [key, whole[key]])),
          prefixes: { username: prefix, groups: prefix },
        };
        expect(endsIn(text)).toEqual([wanted]);
        const wrapped = yamlText({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'authentication-configuration.yaml': text } });
        expect(endsIn(wrapped)).toEqual([wanted]);
      }),
      { numRuns: runs(10) },
    );
  });

  it('is of the version that the window wants', () => {
    const version = (kubernetes: string) => (parse(configurationOf(kubectlCluster({}, versionsWith(kubernetes)))) as { apiVersion: string }).apiVersion;
    expect(supported.kubernetes.map(version)).toEqual([
      ...Array<string>(4).fill('apiserver.config.k8s.io/v1beta1'),
      ...Array<string>(4).fill('apiserver.config.k8s.io/v1'),
    ]);
  });

  it('has anonymous conditions and a private authority only when asked, in a form that is taken', () => {
    const certificateAuthority = `${pem(['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'])}\r\n${pem(['rsa:2048'])}`;
    const plain = parse(configurationOf(kubectlCluster())) as { anonymous?: unknown; jwt: { issuer: object }[] };
    expect(plain.anonymous).toBeUndefined();
    expect(Object.keys(plain.jwt[0]!.issuer)).toEqual(['url', 'audiences']);
    const text = configurationOf(kubectlCluster({}, { apiserver: { anonymous: 'health-and-join', certificateAuthority } }));
    const read = decodeAuthenticationConfiguration(text, 36);
    expect('configuration' in read ? validateAuthenticationConfiguration(read.configuration, 36).error : read.error).toBeUndefined();
    const full = parse(text) as { anonymous: { conditions: { path: string }[] }; jwt: { issuer: { certificateAuthority: string } }[] };
    expect(full.anonymous.conditions.map(({ path }) => path)).toEqual([
      '/healthz',
      '/livez',
      '/readyz',
      '/api/v1/namespaces/kube-public/configmaps/cluster-info',
    ]);
    expect(full.jwt[0]!.issuer.certificateAuthority.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  it('refuses an authority that Go would not take', () => {
    expect(() => kubectlCluster({}, { apiserver: { certificateAuthority: pem(['ed25519']) } })).toThrow('certificate number 1');
  });

  it('of others is read by claims, membership and nothing at all', () => {
    const read = (entry: object) => endsIn(yamlText({ apiVersion: 'apiserver.config.k8s.io/v1beta1', kind: 'AuthenticationConfiguration', jwt: [entry] }));
    const issuer = { url: 'https://auth.example.org/application/o/k8s', audiences: ['a', 'b'] };
    const end = { end: 'app', protocol: 'oidc', issuer: issuer.url, slug: 'k8s' };
    expect(read({ issuer, claimMappings: { username: { claim: 'email', prefix: 'x:' }, groups: { expression: 'claims.groups' } } })).toEqual([
      { ...end, prefixes: { username: 'x:', groups: '' } },
    ]);
    expect(
      read({
        issuer: { ...issuer, audiences: ['a'] },
        claimMappings: { username: { expression: '"a-" + claims.x + "-b"' } },
        claimValidationRules: [{ expression: `'adm"in' in claims.groups || "o'p" in claims.groups` }],
      }),
    ).toEqual([{ ...end, clientId: 'a', access: { kind: 'groups', groups: ['adm"in', "o'p"] }, prefixes: { username: 'a-' } }]);
    expect(read({})).toEqual([{ end: 'app', protocol: 'oidc', prefixes: {} }]);
  });
});

describe('RBAC', () => {
  it('has subjects with the prefix of the file, and reads back as roles', () => {
    fc.assert(
      fc.property(held, held, prefixes, (view, edit, prefix) => {
        const cluster = kubectlCluster({ roles: { view }, namespaces: { 'team-a': { edit } } }, { apiserver: { prefix } });
        const bindings = cluster.placed.filter(({ folder }) => folder === 'apps/kubectl');
        const subjects = readRbac(manifestsIn(bindings.map(({ object }) => yamlText(object)).join('---\n')).objects);
        expect(endsIn(configurationOf(cluster))[0]!['prefixes']).toEqual({ username: prefix, groups: prefix });
        const names = (namespace?: string) => subjects.filter((one) => one.namespace === namespace).map(({ role, kind, name }) => `${role} ${kind} ${name}`);
        expect(names()).toEqual([...view].sort().map((group) => `view Group ${prefix}${group}`));
        expect(names('team-a')).toEqual([...edit].sort().map((group) => `edit Group ${prefix}${group}`));
      }),
      { numRuns: runs(8) },
    );
  });

  it('names what has to be there: own ClusterRoles and namespaces that dist does not bring', () => {
    const { readme } = kubectlCluster({ roles: { view: ['a'], 'my:role': ['a'] }, namespaces: { 'team-a': { edit: ['a'] }, authentik: { view: ['a'] } } });
    expect(readme).toContain('| ClusterRole |  | my:role |');
    expect(readme).toContain('| Namespace |  | team-a |');
    expect(readme).not.toMatch(/\| (ClusterRole|Namespace) \| {2}\| (view|edit|authentik) /);
  });
});

describe('what kubeadm gets', () => {
  const file = (cluster: ReturnType<typeof kubectlCluster>, path: string) => cluster.manual.find((one) => one.path === `kubernetes/${path}`)?.text;

  it.each(supported.kubernetes)('has flag and directory in the form of %s, and reads back', (version) => {
    const text = file(kubectlCluster({}, versionsWith(version)), 'cluster-configuration.yaml')!;
    const directory = '/etc/kubernetes/authentication';
    const read = (one: string) =>
      readApiservers(manifestsIn(one)).arguments.map(({ form, flags, mounts }) => ({
        form,
        flags: [...flags].map(([name, { value }]) => `${name}=${value}`),
        mounts: mounts?.map(({ hostPath, mountPath, pathType }) => [hostPath, mountPath, pathType]),
      }));
    const wanted = [
      {
        form: 'kubeadm',
        flags: [`authentication-config=${directory}/authentication-configuration.yaml`],
        mounts: [[directory, directory, 'Directory']],
      },
    ];
    expect(read(text)).toEqual(wanted);
    expect(text).toContain(`kubeadm.k8s.io/${version === '1.30' ? 'v1beta3' : 'v1beta4'}`);
    expect(Array.isArray((parse(text) as { apiServer: { extraArgs: unknown } }).apiServer.extraArgs)).toBe(version !== '1.30');
    const inCluster = yamlText({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubeadm-config' }, data: { ClusterConfiguration: text } });
    expect(read(inCluster)).toEqual(wanted);
  });

  it.each(dnsModes)('has a patch for the hosts file only when only pods are told (%s)', (mode) => {
    const cluster = kubectlCluster({}, { dns: { mode, hairpin: true } });
    const patch = file(cluster, 'patches/kube-apiserver0+strategic.yaml');
    const needed = !['pihole', 'public'].includes(mode);
    expect(patch !== undefined).toBe(needed);
    expect(file(cluster, 'README.md')!.includes('--patches /etc/kubernetes/patches')).toBe(needed);
    if (needed) expect(parse(patch!)).toEqual({ spec: { hostAliases: [{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }] } });
  });

  it('lies where Flux does not look', () => {
    const paths = [...filesOf(kubectlCluster(), 'x').keys()].filter((path) => /authentication-configuration|kubeconfig|cluster-configuration/.test(path));
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) expect(path).toMatch(/^manual\//);
  });
});

describe('the rollout', () => {
  const cluster = kubectlCluster({}, { apiserver: { rollout: 'daemonset' } });
  const objects = cluster.placed.filter(({ folder }) => folder === 'apps/kube-apiserver').map(({ object }) => object);
  const [configMap, daemonSet] = objects as unknown as [
    { metadata: { name: string }; data: Record<string, string> },
    { spec: { template: { metadata: { annotations: Record<string, string> }; spec: Record<string, unknown> } } },
  ];

  it('carries the bytes of the file for people, and their hash beside them', () => {
    const manual = filesOf(cluster, 'apps/main.ts').get('manual/kubernetes/authentication-configuration.yaml')!;
    expect(configMap.data['authentication-configuration.yaml']).toBe(manual);
    const hash = `sha256:${createHash('sha256').update(manual).digest('hex')}`;
    expect(configMap.data['last-config-info-hash']).toBe(hash);
    expect(daemonSet.spec.template.metadata.annotations).toEqual({ 'pinout/last-config-info-hash': hash });
    expect(filesOf(cluster, 'x').get('manual/kubernetes/README.md')).toContain(hash);
    expect(configMap.metadata.name).toContain(hash.slice(7, 17));
  });

  it('starts new pods for another file, and for nothing else', () => {
    const at = (options: object) =>
      JSON.stringify(kubectlCluster(options, { apiserver: { rollout: 'daemonset' } }).placed.filter(({ folder }) => folder === 'apps/kube-apiserver'));
    expect(at({ tile: { description: 'x' } })).toBe(JSON.stringify(cluster.placed.filter(({ folder }) => folder === 'apps/kube-apiserver')));
    expect(at({ roles: { view: ['others'] } })).not.toBe(at({}));
  });

  it('waits for the identity ends of its clients', () => {
    const layer = cluster.placed.find(({ object }) => object.metadata.name === 'pinout-app-kube-apiserver')!.object as unknown as {
      spec: { dependsOn: unknown };
    };
    expect(layer.spec.dependsOn).toEqual([{ name: 'pinout-identity-kubectl' }]);
  });

  it('holds nothing that Flux would substitute', () => {
    expect(() => kubectlCluster({}, { apiserver: { rollout: 'daemonset' }, gitops: { substitution: 'on' } })).not.toThrow();
  });

  it('is not there when it is not asked for', () => {
    expect(kubectlCluster().placed.some(({ object }) => object.kind === 'DaemonSet')).toBe(false);
  });
});
