import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { integrations } from '../../lib/integrations/registry.ts';
import { main } from '../../lib/cli/main.ts';

// The sample cluster's dist: what people have after `npm run synth`.
const origin = 'https://auth.home.example.org/application/o';
const at = '2026-11-25T12:00:00Z';
const token = (slug: string, claims: object = {}) => {
  const [, payload] = new UnsecuredJWT({ iss: `${origin}/${slug}/`, aud: slug, exp: Date.parse(at) / 1000 + 60, sub: 's', preferred_username: 'a', ...claims })
    .encode()
    .split('.');
  return `${Buffer.from('{"alg":"ES256","kid":"k"}').toString('base64url')}.${payload!}.AAAA`;
};

async function explain(name: string, line: string) {
  let out = '';
  const io = { out: (text: string) => void (out += text), talk: () => undefined, env: {}, input: () => `${line}\n` };
  const code = await main(['explain', '--for', name, '--at', at, '--json'], io);
  return {
    code,
    ...(JSON.parse(out) as {
      accepted: boolean;
      error: string | null;
      user: { extra: Record<string, string[]> } | null;
      steps: { step: string; status: string; detail?: string }[];
      why: string | null;
      fix: string | null;
    }),
  };
}

describe('explain --for grafana', () => {
  it('lets in a member of an allowed group and says the role that JMESPath yields', async () => {
    const admin = await explain('grafana', token('grafana', { groups: ['x', 'grafana-admins'] }));
    expect(admin).toMatchObject({ accepted: true, error: null, user: { extra: { role: ['Admin'] } } });
    const viewer = await explain('grafana', token('grafana', { groups: ['grafana-viewers'] }));
    expect(viewer.user?.extra).toEqual({ role: ['Viewer'] });
  });

  it('refuses others in its words, and tells a missing scope', async () => {
    const other = await explain('grafana', token('grafana', { groups: ['x'] }));
    expect(other).toMatchObject({ code: 1, accepted: false, error: 'user not a member of one of the required groups' });
    const none = await explain('grafana', token('grafana'));
    expect(none.why).toContain('the app did not request the scope groups');
  });

  it('says what Grafana does not look at', async () => {
    const foreign = await explain('grafana', token('grafana', { aud: 'other', groups: ['grafana-admins'] }));
    expect(foreign.accepted).toBe(true);
    expect(foreign.steps.find(({ step }) => step === 'audience')?.detail).toContain('grafana does not check it');
  });
});

describe('a step that is passed', () => {
  it('contradicts nothing, and claims nothing of an app that nobody knows', async () => {
    for (const name of ['vaultwarden', 'miniflux']) {
      const { steps } = await explain(name, token(name));
      for (const { status, detail = '' } of steps) if (status === 'ok') expect(detail).not.toContain('but');
      expect(steps.find(({ step }) => step === 'issuer')?.detail).toMatch(/, which the app trusts$/);
    }
    const { steps } = await explain('miniflux', token('miniflux'));
    expect(steps.find(({ step }) => step === 'access')?.detail).toMatch(/whether the app checks groups too is not known$/);
  });
});

describe.each(Object.keys(integrations).filter((name) => ['vault', 'nextcloud', 'headlamp'].includes(name)))('explain --for %s', (name) => {
  it('refuses the token of another client, and says which', async () => {
    const verdict = await explain(name, token(name, { aud: 'other', groups: [] }));
    // Not every app is in the sample cluster.
    if (verdict.steps.length > 0) expect(verdict).toMatchObject({ accepted: false, fix: 'log in through this app: the token was issued to another client' });
  });
});

describe('explain --for vault', () => {
  it('has the words of its bound claims', async () => {
    const other = await explain('vault', token('vault', { groups: ['x'] }));
    expect(other.error).toBe('error validating claims: claim "groups" does not match any associated bound claim values');
    expect((await explain('vault', token('vault'))).error).toBe('error validating claims: claim "groups" is missing');
  });
});

describe('explain --for', () => {
  it('knows its names', async () => {
    const talk: string[] = [];
    const io = { out: () => undefined, talk: (text: string) => void talk.push(text), env: {}, input: () => 'x\n' };
    expect(await main(['explain', '--for', 'nobody'], io)).toBe(2);
    expect(talk.join('')).toContain('grafana');
  });
});
