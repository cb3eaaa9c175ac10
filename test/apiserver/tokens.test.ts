import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiserverContext } from '../../lib/explain/apiserver-context.ts';
import { type ApiserverContext, explainForApiserver } from '../../lib/explain/explain-apiserver.ts';
import type { Verdict } from '../../lib/explain/step.ts';
import { configurations, generatedClaims, tokens } from './corpus.ts';
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
const ofServer = ({ authenticated, error, user }: Review) => ({ accepted: authenticated, error: masked(error), user: user === null ? null : { username: user.username ?? '', uid: user.uid ?? '', groups: user.groups ?? [], extra: user.extra ?? {} } }); // prettier-ignore
const ofOurs = ({ accepted, error, user }: Verdict) => ({ accepted, error: masked(error), user });

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
          else if (JSON.stringify(theirs) !== JSON.stringify(ours)) different.push({ name, server: theirs, ours });
        }),
      );
    }
    console.log(`${all.length} cases (${configurations.length} configurations), ${accepted} accepted; ${all.length - different.length - open.length} agree, ${different.length} differ, ${open.length} not evaluated`); // prettier-ignore
    const report = process.env['PINOUT_REPORT'];
    if (report !== undefined) writeFileSync(report, different.map((each) => JSON.stringify(each)).join('\n'));
    expect(different.slice(0, 5)).toEqual([]);
    expect(all.length).toBeGreaterThan(3000);
    expect(open.length / all.length).toBeLessThan(0.01);
  });
});
