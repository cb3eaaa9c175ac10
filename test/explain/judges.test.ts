import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../lib/tree/tree.ts';
import { appsNamed, tokenApps } from '../../lib/explain/app-context.ts';
import { explainForApp } from '../../lib/explain/explain-app.ts';
import { integrations } from '../../lib/integrations/registry.ts';
import { manifestsIn } from '../support/said.ts';

// What people have after `npm run synth`.
const known = tokenApps(readTree(['dist/home']));
const now = Date.parse('2026-11-25T12:00:00Z');

function tokenOf(slug: string, claims: object, alg = 'RS256'): string {
  const common = { iss: `https://auth.home.example.org/application/o/${slug}/`, aud: slug, exp: now / 1000 + 60, sub: 's', preferred_username: 'ada' };
  const [, payload] = new UnsecuredJWT({ ...common, email: 'ada@example.org', ...claims }).encode().split('.');
  return `${Buffer.from(JSON.stringify({ alg, kid: 'k' })).toString('base64url')}.${payload!}.AAAA`;
}

async function verdict(name: string, claims: object, alg?: string, apps = known) {
  const [app] = appsNamed(name, apps);
  return await explainForApp(tokenOf(name, claims, alg), { name, judge: app!.judge, ends: app!.ends, keys: { unknown: 'none given' }, at: () => now });
}

describe('an app is judged by what it looks at', () => {
  it('which every integration says that gets tokens, and no other', () => {
    const names = Object.values(integrations).flatMap(({ name, judge }) => (judge === undefined ? [] : [name]));
    expect(names.sort()).toEqual(['actual-budget', 'freshrss', 'grafana', 'headlamp', 'kubectl', 'nextcloud', 'oidc-app', 'vault', 'vaultwarden']);
  });

  it.each(['vaultwarden', 'actual-budget', 'freshrss', 'miniflux', 'headlamp', 'kubectl'])(
    '%s takes a token without groups: it never looks at them',
    async (name) => {
      expect(await verdict(name, { email_verified: true })).toMatchObject({ accepted: true, error: null });
      const indirect = await verdict(name, { email_verified: true, groups: ['a-child-group'] });
      expect(indirect.accepted).toBe(true);
    },
  );

  it('authentik decided who may enter; a group that is not in the rule is a remark', async () => {
    const detail = async (claims: object) => (await verdict('miniflux', claims)).steps.find(({ step }) => step === 'access')?.detail;
    expect(await detail({})).toContain('authentik decided this');
    expect(await detail({})).not.toContain('indirect');
    expect(await detail({ groups: ['miniflux-users'] })).not.toContain('indirect');
    expect(await detail({ groups: ['others'] })).toContain('an indirect member');
  });

  it.each(['actual-budget', 'freshrss', 'miniflux', 'grafana', 'nextcloud', 'vault'])('%s does not look at email_verified', async (name) => {
    const groups = ['grafana-admins', 'family', 'vault-admins'];
    expect((await verdict(name, { email_verified: false, groups })).accepted).toBe(true);
  });
});

describe('Vaultwarden', () => {
  it('refuses an address that is not verified, in its words', async () => {
    const refused = await verdict('vaultwarden', { email_verified: false, groups: ['vaultwarden-users'] });
    expect(refused).toMatchObject({ accepted: false, error: 'You need to verify your email with your provider before you can log in' });
    expect(refused.fix).toContain('scope email');
  });

  it('refuses one of which nothing is said, unless SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION is set, which lets no false one pass', async () => {
    expect(await verdict('vaultwarden', {})).toMatchObject({ accepted: false, error: 'Your provider does not send email verification status.' });
    const allowing = tokenApps(
      manifestsIn(`kind: Deployment
spec: { template: { spec: { containers: [{ name: a, env: [
  { name: SSO_AUTHORITY, value: https://auth.home.example.org/application/o/vaultwarden/ }, { name: SSO_CLIENT_ID, value: vaultwarden },
  { name: SSO_ALLOW_UNKNOWN_EMAIL_VERIFICATION, value: "true" }] }] } } }
`).tree,
    );
    expect((await verdict('vaultwarden', {}, undefined, allowing)).accepted).toBe(true);
    expect((await verdict('vaultwarden', { email_verified: false }, undefined, allowing)).accepted).toBe(false);
  });
});

describe('a groups claim', () => {
  it.each([
    ['vault', 'error validating claims: claim "groups" is missing'],
    ['nextcloud', 'You do not have permission to log in to this instance.'],
    ['grafana', 'user not a member of one of the required groups'],
  ])('that is missing is a matter of scope and mapping: %s', async (name, error) => {
    const { fix, why, ...rest } = await verdict(name, {});
    expect(rest.error).toBe(error);
    expect(why).toContain('the token has no groups claim');
    expect(fix).toContain('scope mapping');
    expect(fix).not.toContain('add the user to');
  });

  it.each(['vault', 'nextcloud', 'grafana'])('that is empty is a matter of membership or of the accessor: %s', async (name) => {
    const { fix, why } = await verdict(name, { groups: [] });
    expect(why).toContain('ak_groups');
    expect(fix).toContain('add the user directly to');
  });

  it('names the end that lacks the scope', async () => {
    const pod = (scopes: string) => `kind: HelmRelease
spec: { values: { grafana.ini: { auth.generic_oauth: { client_id: grafana, scopes: ${scopes}, allowed_groups: a, signout_redirect_url: https://auth.home.example.org/application/o/grafana/end-session/ } } } }
`;
    const fixOf = async (scopes: string) => (await verdict('grafana', {}, undefined, tokenApps(manifestsIn(pod(scopes)).tree))).fix;
    expect(await fixOf('openid profile')).toContain('add groups to the scopes of the app');
    expect(await fixOf('openid groups')).toContain('property mappings');
  });

  it('counts for nothing in a Grafana that was not told where groups stand, since 11.6', async () => {
    const release = (tag: string) => `kind: HelmRelease
spec: { values: { image: { tag: '${tag}' }, grafana.ini: { auth.generic_oauth: { client_id: grafana, scopes: openid groups, allowed_groups: a, signout_redirect_url: https://auth.home.example.org/application/o/grafana/end-session/ } } } }
`;
    const of = async (tag: string) => await verdict('grafana', { groups: ['a'] }, undefined, tokenApps(manifestsIn(release(tag)).tree));
    expect(await of('11.5.2')).toMatchObject({ accepted: true });
    for (const tag of ['11.6.0', '12.3.1', '']) expect(await of(tag)).toMatchObject({ accepted: false, fix: 'write groups_attribute_path: groups' });
  });

  it('that is empty names the accessor of the mapping, and where it stands', async () => {
    const blueprint = (accessor: string) => `version: 1
entries:
  - model: authentik_providers_oauth2.scopemapping
    id: groups
    identifiers: { name: groups }
    attrs: { scope_name: groups, expression: 'return {"groups": [one.name for one in request.user.${accessor}.all()]}' }
  - { model: authentik_providers_oauth2.oauth2provider, id: p, identifiers: { name: notes }, attrs: { client_id: notes, property_mappings: [!KeyOf groups] } }
  - { model: authentik_core.application, identifiers: { slug: notes }, attrs: { name: Notes, provider: !KeyOf p } }
---
kind: Deployment
spec: { template: { spec: { containers: [{ name: grafana, image: grafana/grafana, env: [{ name: GF_AUTH_GENERIC_OAUTH_ENABLED, value: "true" }, { name: GF_AUTH_GENERIC_OAUTH_CLIENT_ID, value: notes }, { name: GF_AUTH_GENERIC_OAUTH_ALLOWED_GROUPS, value: a }] }] } } }
`;
    const whyOf = async (accessor: string) => (await verdict('notes', { groups: [] }, undefined, tokenApps(manifestsIn(blueprint(accessor)).tree))).why;
    expect(await whyOf('groups')).toContain('has request.user.groups; that is correct since 2026.2; before, it is always an empty list');
    expect(await whyOf('ak_groups')).toContain('has request.user.ak_groups; that is correct up to 2025.12');
  });
});

describe('a signature by the client secret', () => {
  it.each(['vault', 'nextcloud', 'actual-budget', 'headlamp', 'kubectl'])('is refused by %s', async (name) => {
    expect(await verdict(name, { groups: ['family', 'vault-admins'] }, 'HS256')).toMatchObject({
      accepted: false,
      fix: expect.stringContaining('signing key') as string,
    });
  });
  it.each(['vaultwarden', 'freshrss', 'miniflux'])('is not ours to judge for %s', async (name) => {
    const { steps, accepted } = await verdict(name, { email_verified: true }, 'HS256');
    expect(accepted).toBe(true);
    expect(steps.find(({ step }) => step === 'signature')?.status).toBe('not evaluated');
  });
});

describe('an issuer', () => {
  const issuerFix = async (issuer: string) => {
    const pod = `kind: Deployment
spec: { template: { spec: { containers: [{ name: a, env: [{ name: ACTUAL_OPENID_DISCOVERY_URL, value: "${issuer}" }, { name: ACTUAL_OPENID_CLIENT_ID, value: actual-budget }] }] } } }
`;
    return (await verdict('actual-budget', {}, undefined, tokenApps(manifestsIn(pod).tree))).fix;
  };
  it('that is the address of authentik is said so', async () => {
    expect(await issuerFix('https://auth.home.example.org/')).toBe(
      "the app has authentik's root URL instead of the issuer of its application: write https://auth.home.example.org/application/o/actual-budget/",
    );
  });
  it('with the name of a Service too', async () => {
    expect(await issuerFix('http://authentik-server.authentik.svc/application/o/actual-budget/')).toContain('never a Service name');
  });
});

describe('names', () => {
  it('are those of apps, and of integrations where one app has it', () => {
    expect(known.apps.map(({ name }) => name).sort()).toEqual([
      'actual-budget',
      'freshrss',
      'grafana',
      'headlamp',
      'kubectl',
      'miniflux',
      'nextcloud',
      'vault',
      'vaultwarden',
    ]);
    expect(appsNamed('oidc-app', known).map(({ name }) => name)).toEqual(['miniflux']);
    expect(appsNamed('helm-app', known)).toEqual([]);
    expect([...new Set(known.guarded)].sort()).toEqual(['homepage', 'whoami']);
  });
});
