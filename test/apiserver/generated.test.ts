import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { headlamp } from '../../lib/integrations/headlamp/headlamp.ts';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { rolloutObjects, rolloutScript } from '../../lib/kubernetes/rollout.ts';
import { configurationHash } from '../../lib/kubernetes/write-authentication-configuration.ts';
import { clusterWith } from '../support/sample.ts';
import { findAssets } from './assets.ts';
import { Issuer } from './issuer.ts';
import { ApiServer } from './server.ts';

// What pinout writes, judged by the kube-apiserver that it is written for: whichever version the binaries are of.
const minor = Number(/v1\.(\d+)\./.exec(execFileSync(findAssets()!.apiserver, ['--version'], { encoding: 'utf8' }))![1]);
let server: ApiServer;
let issuer: Issuer;
let nodeDirectory: string;

const apps = [
  kubectl({ roles: { 'cluster-admin': ['admins'], reader: ['o.né/il+x viewers'] }, namespaces: { 'team-a': { writer: ['team-a'] } } }),
  headlamp({ host: 'headlamp', namespace: 'headlamp', roles: { view: ['admins'] } }),
];

function cluster(change: object = {}, kubernetes = `1.${minor}`, those: readonly object[] = apps): Cluster {
  return clusterWith({
    versions: { kubernetes, authentik: '2026.8.3', flux: '2.9' },
    apps: those,
    apiserver: { ...(minor < 32 ? {} : { anonymous: 'health-and-join' }), certificateAuthority: server.certificates.caText, ...change },
  });
}

/** The file of a cluster, with the address of the issuer on loopback. */
function file(of: Cluster): string {
  return of.manual.find(({ path }) => path === 'kubernetes/authentication-configuration.yaml')!.text.replaceAll(of.facts.idp.origin, issuer.origin);
}

/** What the pods of the DaemonSet do on a node, with a real sh. */
function rollOut(text: string): string {
  const [configMap] = rolloutObjects(text) as unknown as [{ data: Record<string, string> }];
  const source = join(server.folder, 'source');
  mkdirSync(source, { recursive: true });
  for (const [name, content] of Object.entries(configMap.data)) writeFileSync(join(source, name), content);
  expect(spawnSync('sh', ['-c', rolloutScript, 'copy', source, nodeDirectory, 'once'], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  return configMap.data['last-config-info-hash']!;
}

const claims = (more: object = {}, slug = 'kubectl') => ({
  iss: issuer.url(`application/o/${slug}`),
  aud: slug,
  sub: 'abc',
  exp: Math.floor(Date.now() / 1000) + 3600,
  preferred_username: 'jan',
  groups: ['admins'],
  ...more,
});
const review = async (more: object = {}, slug?: string) => server.review(await issuer.sign(claims(more, slug)));
const inForce = async () => /_last_config_info\{[^}]*\bhash="([^"]+)"/.exec((await server.admin('GET', '/metrics')).body)?.[1];

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
  nodeDirectory = join(server.folder, 'node');
  mkdirSync(nodeDirectory);
  rollOut(file(cluster()));
  await server.start('', [`--authentication-config=${join(nodeDirectory, 'authentication-configuration.yaml')}`]);
  // Discovery goes on after the start.
  await vi.waitFor(async () => expect([(await review()).error, (await review({}, 'headlamp')).error]).toEqual([null, null]), {
    timeout: 30_000,
    interval: 500,
  });
});
afterAll(async () => {
  issuer?.stop();
  await server?.stop();
});

describe('tokens that are refused', () => {
  const long = 'x'.repeat(20);
  const cases: Readonly<Record<string, [object, string]>> = {
    'no groups': [{ groups: undefined }, 'the token has no claim groups'],
    'groups null': [{ groups: null }, 'the claim groups is not a list'],
    'groups text': [{ groups: 'admins' }, 'the claim groups is not a list'],
    'groups number': [{ groups: 7 }, 'the claim groups is not a list'],
    'groups object': [{ groups: { admins: true } }, 'the claim groups is not a list'],
    'groups with a number': [{ groups: ['admins', 7] }, 'the claim groups holds something else than group names'],
    'groups with null': [{ groups: ['admins', null] }, 'the claim groups holds something else than group names'],
    'groups with a list': [{ groups: [['admins']] }, 'the claim groups holds something else than group names'],
    'groups with an empty text': [{ groups: ['admins', ''] }, 'the claim groups holds something else than group names'],
    'groups empty': [{ groups: [] }, 'the user is in no group'],
    'no group that may enter': [{ groups: ['oidc:admins', 'Admins', long] }, 'the user is in none of the groups that kubectl admits'],
    'no username': [{ preferred_username: undefined }, 'the token has no text in the claim preferred_username'],
    'username null': [{ preferred_username: null }, 'the token has no text in the claim preferred_username'],
    'username empty': [{ preferred_username: '' }, 'the token has no text in the claim preferred_username'],
    'username number': [{ preferred_username: 7 }, 'the token has no text in the claim preferred_username'],
    'nothing but issuer and audience': [{ preferred_username: undefined, groups: undefined }, 'the token has no text in the claim preferred_username'],
    'username of Kubernetes': [{ preferred_username: 'system:admin' }, 'names that start with system:'],
    'group of Kubernetes': [{ groups: ['admins', 'system:masters'] }, 'group names that start with system:'],
  };

  it.each(Object.entries(cases))('%s: the server says our message, in full', async (_, [more, message]) => {
    const { jwt } = parse(file(cluster())) as { jwt: Record<'claimValidationRules' | 'userValidationRules', { expression: string; message: string }[]>[] };
    const rules = [
      ...jwt[0]!.claimValidationRules.map((rule) => ({ ...rule, of: 'claim validation expression' })),
      ...jwt[0]!.userValidationRules.map((rule) => ({ ...rule, of: 'user info validation rule' })),
    ];
    const rule = rules.find((one) => one.message.startsWith(message))!;
    expect(await review(more)).toEqual({
      authenticated: false,
      error: `[invalid bearer token, oidc: error evaluating ${rule.of}: validation expression '${rule.expression}' failed: ${rule.message}]`,
      user: null,
    });
  });

  it('of the other client: each entry has its own audience', async () => {
    expect((await review({ aud: 'headlamp' })).error).toBe('[invalid bearer token, oidc: verify token: oidc: expected audience "kubectl" got ["headlamp"]]');
  });
});

describe('tokens that are accepted', () => {
  it('give a user and groups with the prefix, the same through both clients', async () => {
    const user = { username: 'oidc:jan', groups: ['oidc:admins', 'oidc:ü', 'system:authenticated'] };
    for (const slug of ['kubectl', 'headlamp']) expect((await review({ groups: ['admins', 'ü'] }, slug)).user).toMatchObject(user);
  });

  it('may hold thousands of groups: no expression costs too much', async () => {
    const groups = ['admins', ...Array.from({ length: 4000 }, (_, index) => `a-group-with-a-long-name-${index}`)];
    expect((await review({ groups })).user?.groups).toHaveLength(4002);
  });

  it('may do what the written bindings say, and nothing else', async () => {
    const of = cluster();
    // The packaged view and edit are empty here: a controller that does not run puts them together.
    const role = (name: string, verbs: readonly string[]) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs }],
    });
    for (const object of [role('reader', ['get', 'list']), role('writer', ['create', 'list'])])
      await server.admin('POST', '/apis/rbac.authorization.k8s.io/v1/clusterroles', object);
    await server.admin('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } });
    const bindings = of.placed.filter(({ object }) => object.kind.endsWith('RoleBinding') && object.metadata.name.startsWith('pinout-'));
    expect(bindings).toHaveLength(4);
    for (const { object } of bindings) {
      const inside = object.metadata.namespace === undefined ? '' : `/namespaces/${object.metadata.namespace}`;
      const path = `/apis/rbac.authorization.k8s.io/v1${inside}/${object.kind.toLowerCase()}s/${object.metadata.name}?fieldManager=kustomize-controller&force=true`;
      expect((await server.admin('PATCH', path, object, 'application/apply-patch+yaml')).status).toBe(201);
    }
    const status = async (group: string, method: string, path: string, body?: object) =>
      (await server.as(await issuer.sign(claims({ groups: [group] })), method, path, body)).status;
    const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const [viewers, everywhere, team] = ['o.né/il+x viewers', '/api/v1/configmaps', '/api/v1/namespaces/team-a/configmaps'];
    await expect.poll(() => status('admins', 'GET', '/api/v1/secrets'), { timeout: 20_000 }).toBe(200);
    expect(await status(viewers, 'GET', everywhere)).toBe(200);
    expect(await status(viewers, 'GET', '/api/v1/secrets')).toBe(403);
    expect(await status(viewers, 'POST', team, config('a'))).toBe(403);
    expect(await status('team-a', 'POST', team, config('b'))).toBe(201);
    expect(await status('team-a', 'GET', everywhere)).toBe(403);
    expect(await status('team-a', 'POST', '/api/v1/namespaces/default/configmaps', config('c'))).toBe(403);
  });
});

describe.skipIf(minor < 32)('requests without credentials', () => {
  const clusterInfo = '/api/v1/namespaces/kube-public/configmaps/cluster-info';
  const anonymous = async (path: string) => (await server.as(undefined, 'GET', path)).status;

  it('reach the health endpoints and no other path', async () => {
    for (const path of ['/livez', '/readyz', '/healthz', '/livez?verbose']) expect(await anonymous(path), path).toBe(200);
    for (const path of ['/livez/etcd', '/version', '/api', '/apis', '/openid/v1/jwks']) expect(await anonymous(path), path).toBe(401);
  });

  it('reach what kubeadm join reads, as kubeadm grants it', async () => {
    await server.admin('POST', '/api/v1/namespaces/kube-public/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cluster-info' },
      data: { kubeconfig: 'x' },
    });
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/kube-public';
    const metadata = { name: 'kubeadm:bootstrap-signer-clusterinfo', namespace: 'kube-public' };
    await server.admin('POST', `${rbac}/roles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'], verbs: ['get'] }],
    });
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous' }];
    await server.admin('POST', `${rbac}/rolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      subjects,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    });
    await expect.poll(() => anonymous(clusterInfo), { timeout: 20_000 }).toBe(200);
    expect(await anonymous(`${clusterInfo}?timeout=10s`)).toBe(200);
    expect(await anonymous('/api/v1/namespaces/kube-public/configmaps/other')).toBe(401);
  });

  it('cannot be closed further while the server runs', async () => {
    const before = server.log.length;
    rollOut(file(cluster({ anonymous: 'health' })));
    await expect
      .poll(() => server.log.slice(before), { timeout: 90_000, interval: 1000 })
      .toContain('anonymous: Forbidden: changed from initial configuration file');
    expect(await anonymous(clusterInfo)).toBe(200);
    rollOut(file(cluster()));
  });

  it('with health alone do not reach what kubeadm join reads', async () => {
    const other = new ApiServer();
    try {
      await other.start(file(cluster({ anonymous: 'health' })));
      const status = async (path: string) => (await other.as(undefined, 'GET', path)).status;
      expect([await status('/livez'), await status(clusterInfo)]).toEqual([200, 401]);
    } finally {
      await other.stop();
    }
  });
});

describe('the rollout', () => {
  it('is in force without a restart, and proven by the hash beside the file', async () => {
    const token = await issuer.sign(claims({ groups: ['guests'] }));
    expect((await server.review(token)).error).toContain('none of the groups');
    const more = cluster({}, `1.${minor}`, [kubectl({ roles: { view: ['admins', 'guests'] } })]);
    const hash = rollOut(file(more));
    await expect.poll(async () => (await server.review(token)).error, { timeout: 120_000, interval: 1000 }).toBeNull();
    if (minor >= 34) expect(await inForce()).toBe(hash);
    expect(hash).toBe(configurationHash(file(more)));
  });

  it.skipIf(minor < 34)('takes the form for older versions as well, so that Kubernetes may be upgraded first', async () => {
    const older = file(cluster({}, '1.33'));
    expect(older).toContain('apiserver.config.k8s.io/v1beta1');
    const hash = rollOut(older);
    await expect.poll(inForce, { timeout: 120_000, interval: 1000 }).toBe(hash);
    expect((await review()).error).toBeNull();
  });

  it('brings objects that the server takes, strictly', async () => {
    for (const object of rolloutObjects(file(cluster()))) {
      const kind = object.kind === 'DaemonSet' ? '/apis/apps/v1/namespaces/kube-system/daemonsets' : '/api/v1/namespaces/kube-system/configmaps';
      const answer = await server.admin('POST', `${kind}?fieldValidation=Strict`, object);
      expect(answer.status, answer.body).toBe(201);
    }
  });
});
