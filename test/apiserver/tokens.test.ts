import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiserverContext } from '../../lib/explain/apiserver-context.ts';
import { explainForApiserver } from '../../lib/explain/explain-apiserver.ts';
import type { ApiserverContext } from '../../lib/explain/token-context.ts';
import type { Verdict } from '../../lib/explain/step.ts';
import { configurations } from './configurations.ts';
import { generatedClaims, tokens } from './token-cases.ts';
import { Issuer } from './issuer.ts';
import { ApiServer, type Review } from './server.ts';

let server: ApiServer;
let issuer: Issuer;
let context: ApiserverContext;

/** Every configuration is one entry of one file, so that a token is meant for one of them by its issuer. */
function fileOf(): string {
  const jwt = configurations.map(({ name, entry, audiences = ['kubectl'] }) => {
    const policy = audiences.length > 1 ? { audienceMatchPolicy: 'MatchAny' } : {};
    return { issuer: { url: issuer.url(name), audiences, ...policy, certificateAuthority: server.certificates.caText }, ...entry };
  });
  return JSON.stringify({ apiVersion: `apiserver.config.k8s.io/${minor >= 34 ? 'v1' : 'v1beta1'}`, kind: 'AuthenticationConfiguration', jwt });
}

// The binaries may be of another version than the one that the module builds.
const minor = Number(process.env['PINOUT_KUBERNETES_MINOR'] ?? 36);

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
  const configuration = fileOf();
  await server.start(configuration);
  const made = apiserverContext({ configuration, minor, keys: issuer.jwks });
  if ('error' in made) throw new Error(made.error);
  context = made.context;
  for (const { name } of configurations) {
    await server.initialized(await issuer.sign({ iss: issuer.url(name), aud: 'none', exp: 1 }));
  }
});
afterAll(async () => {
  issuer?.stop();
  await server?.stop();
});

const masked = (text: string | null) => text?.replace(/current time .* before the nbf/, 'current time X before the nbf') ?? null;

/** Both verdicts in one shape. */
const ofServer = ({ authenticated, error, user }: Review) => ({
  accepted: authenticated,
  error: masked(error),
  user: user === null ? null : { username: user.username ?? '', uid: user.uid ?? '', groups: user.groups ?? [], extra: user.extra ?? {} },
});
const ofOurs = ({ accepted, error, user }: Verdict) => ({ accepted, error: masked(error), user });

// A map of a claim is gone through in no order (Go's maps have none), so groups that come out of one may stand in another.
const unordered = ({ user, ...rest }: ReturnType<typeof ofServer>) => ({ ...rest, user: user && { ...user, groups: [...user.groups].sort() } });

interface Case {
  readonly name: string;
  readonly token: string;
}

async function cases(): Promise<Case[]> {
  const now = Math.floor(Date.now() / 1000);
  const byHand = configurations.flatMap(({ name }) => tokens.map(async (each) => ({ name: `${name}: ${each.name}`, token: await each.make(issuer, name) })));
  const generated = configurations.flatMap(({ name }, index) =>
    generatedClaims(40, 100 + index).map(async (claims) => ({
      name: `${name}: ${JSON.stringify(claims)}`,
      token: await issuer.sign({ iss: issuer.url(name), aud: 'kubectl', exp: now + 3600, iat: now, sub: 's', ...claims }),
    })),
  );
  return await Promise.all([...byHand, ...generated]);
}

describe('an accepted token', () => {
  it('is the same user for SelfSubjectReview, and RBAC sees the same groups', async () => {
    await server.admin('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'admins' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'oidc:admins' }],
    });
    const first = await issuer.sign({
      iss: issuer.url('plain'),
      aud: 'kubectl',
      exp: Math.floor(Date.now() / 1000) + 600,
      preferred_username: 'a',
      groups: ['admins'],
    });
    const pods = '/api/v1/namespaces/default/pods';
    await expect.poll(async () => (await server.as(first, 'GET', pods)).status, { timeout: 30_000 }).toBe(200);
    const allowed = { yes: 0, no: 0 };
    const some = (await cases()).filter((_, index) => index % 23 === 0);
    for (const { name, token } of some) {
      if (token.startsWith(' ')) continue;
      const { accepted, user } = await explainForApiserver(token, context);
      const self = await server.as(token, 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      });
      if (!accepted || user === null) {
        expect([name, self.status]).toEqual([name, 401]);
        continue;
      }
      const { userInfo = {} } = (self.json as { status: { userInfo?: Partial<typeof user> } }).status;
      expect({ name, username: '', uid: '', groups: [], extra: {}, ...userInfo }).toEqual({ name, ...user });
      const may = user.groups.includes('oidc:admins') || user.groups.includes('system:masters');
      allowed[may ? 'yes' : 'no'] += 1;
      expect([name, (await server.as(token, 'GET', pods)).status]).toEqual([name, may ? 200 : 403]);
    }
    console.log(`RBAC: ${allowed.yes} allowed, ${allowed.no} not`);
    expect(Math.min(allowed.yes, allowed.no)).toBeGreaterThan(5);
  });
});

describe('explain and TokenReview', () => {
  it('agree on verdict, text and user for every token and configuration', async () => {
    const all = await cases();
    const different: { name: string; server: unknown; ours: unknown }[] = [];
    const open: string[] = [];
    let accepted = 0;
    for (let at = 0; at < all.length; at += 16) {
      await Promise.all(
        all.slice(at, at + 16).map(async ({ name, token }) => {
          const [review, verdict] = await Promise.all([server.review(token), explainForApiserver(token, context)]);
          const [theirs, ours] = [ofServer(review), ofOurs(verdict)];
          accepted += theirs.accepted ? 1 : 0;
          if (verdict.steps.some(({ status }) => status === 'not evaluated')) open.push(name);
          else if (
            JSON.stringify(theirs) !== JSON.stringify(ours) &&
            (!name.includes(': {') || JSON.stringify(unordered(theirs)) !== JSON.stringify(unordered(ours)))
          )
            different.push({ name, server: theirs, ours });
        }),
      );
    }
    console.log(
      `${all.length} cases (${configurations.length} configurations), ${accepted} accepted; ${all.length - different.length - open.length} agree, ${different.length} differ, ${open.length} not evaluated`,
    );
    const report = process.env['PINOUT_REPORT'];
    if (report !== undefined) writeFileSync(report, different.map((each) => JSON.stringify(each)).join('\n'));
    expect(different.slice(0, 5)).toEqual([]);
    expect(all.length).toBeGreaterThan(3000);
    expect(open.length / all.length).toBeLessThan(0.01);
  });
});
