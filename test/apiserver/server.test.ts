import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Issuer } from './issuer.ts';
import { ApiServer } from './server.ts';

let server: ApiServer;
let issuer: Issuer;

const file = (...jwt: object[]) => JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt });
const entry = (name: string) => ({
  issuer: { url: issuer.url(name), audiences: ['kubectl'], certificateAuthority: server.certificates.caText },
  claimMappings: { username: { claim: 'preferred_username', prefix: 'oidc:' }, groups: { claim: 'groups', prefix: 'oidc:' } },
});
const claims = (name: string) => ({
  iss: issuer.url(name),
  aud: 'kubectl',
  exp: Math.floor(Date.now() / 1000) + 600,
  preferred_username: 'alice',
  groups: ['admins'],
});

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
  await server.start(file(entry('one')));
});
afterAll(async () => {
  issuer?.stop();
  await server?.stop();
});

describe('the harness', () => {
  it('lets in a token of the issuer, and RBAC decides by its prefixed group', async () => {
    const token = await issuer.sign(claims('one'));
    await expect.poll(async () => (await server.review(token)).authenticated, { timeout: 30_000 }).toBe(true);
    const self = await server.as(token, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    });
    expect((self.json as { status: { userInfo: unknown } }).status.userInfo).toMatchObject({
      username: 'oidc:alice',
      groups: ['oidc:admins', 'system:authenticated'],
    });
    expect((await server.as(token, 'GET', '/api/v1/namespaces')).status).toBe(403);
    await server.admin('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'admins' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'oidc:admins' }],
    });
    await expect.poll(async () => (await server.as(token, 'GET', '/api/v1/namespaces')).status, { timeout: 20_000 }).toBe(200);
  });

  it('takes a changed file while it runs, and keeps the old one when the new one is wrong', async () => {
    const token = await issuer.sign(claims('two'));
    expect((await server.review(token)).error).toBe('invalid bearer token');
    expect(await server.reload(file(entry('one'), entry('two')))).toBeUndefined();
    expect((await server.review(token)).authenticated).toBe(true);
    expect(await server.reload(file({}))).toContain('jwt[0].issuer.url: Required value');
    expect((await server.review(token)).authenticated).toBe(true);
  });
});
