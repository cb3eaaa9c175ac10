import { describe, expect, it } from 'vitest';
import { codesIn } from '../../../test/support/login-pair.ts';
import { client, configMap, discovery, issuer, paperlessEnv, pod, settingsApps } from '../../../test/support/settings-apps.ts';

describe.each(Object.entries(settingsApps))('%s', (_, { text, back }) => {
  it('has nothing to find when both ends agree', () => {
    expect(codesIn(text, client(back))).toEqual([]);
  });

  it('is told when the identity provider sends nobody back there', () => {
    expect(codesIn(text, client(['/elsewhere']))).toContain('redirect-missing');
  });

  it('is told when the client id differs', () => {
    const codes = codesIn(text, client(back, { clientId: 'ledger' }));
    expect(codes.some((code) => code === 'client-id-mismatch' || code === 'client-unknown')).toBe(true);
  });

  it('is told when the slug differs', () => {
    if (!text.includes(issuer)) return;
    expect(codesIn(text.replaceAll(issuer, 'https://id.example.net/application/o/shelves/'), client(back))).toContain('issuer-mismatch');
  });

  it('is read with a host that Flux fills in', () => {
    const variable = (one: string) => one.replaceAll('app.example.net', 'app.${DOMAIN}').replaceAll('id.example.net', 'id.${DOMAIN}');
    const blueprint = client(back);
    expect(codesIn(variable(text), { ...blueprint, text: variable(blueprint.text) })).toEqual([]);
    const wrong = variable(text).replaceAll('/application/o/shelf/', '/application/o/shelves/');
    if (wrong !== variable(text)) expect(codesIn(wrong, { ...blueprint, text: variable(blueprint.text) })).toContain('issuer-mismatch');
  });
});

describe('settings', () => {
  it('say which scope is not mapped', () => {
    const { text, back } = settingsApps['Harbor by the values of its chart']!;
    expect(codesIn(text.replace('openid,profile,email', 'openid,profile,email,offline_access'), client(back))).toContain('scope-unmapped');
  });

  it('of Gitea ask for the scopes of app.ini, and for those of the source where it has none', () => {
    const { text, back } = settingsApps['Gitea by its chart']!;
    const withScopes = (scopes: string) => text.replace('"config":{', `"config":{"oauth2_client":{"OPENID_CONNECT_SCOPES":"${scopes}"},`);
    expect(withScopes('email')).not.toBe(text);
    expect(codesIn(withScopes('email profile'), client(back))).toEqual([]);
    expect(codesIn(withScopes('email offline_access'), client(back))).toContain('scope-unmapped');
  });

  it('of Paperless in the form of an older django-allauth make no login', () => {
    const old = JSON.stringify({ openid_connect: { SERVERS: [{ id: 'house', name: 'House', server_url: issuer, APP: { client_id: 'shelf', secret: 'x' } }] } });
    const text = pod('paperless', [...paperlessEnv, { name: 'PAPERLESS_SOCIALACCOUNT_PROVIDERS', value: old }]);
    expect(codesIn(text, client(['/accounts/oidc/house/login/callback/']))).toEqual(['login-incomplete']);
  });

  it('that are switched off are no login', () => {
    const { text } = settingsApps['Immich by a JSON file in a ConfigMap']!;
    expect(codesIn(text.replace('"enabled":true', '"enabled":false'), client(['/elsewhere']))).not.toContain('redirect-missing');
  });

  it('that a tag takes from elsewhere are not known', () => {
    const text = configMap('home', 'configuration.yaml', `auth_oidc:\n  client_id: !secret house_id\n  discovery_url: ${discovery}\n`);
    expect(codesIn(text, client(['/auth/oidc/callback']))).toEqual([]);
    expect(codesIn(text, client(['/elsewhere']))).toContain('redirect-missing');
  });

  it('of an app that goes by the host of the browser leave other hosts alone', () => {
    const { text, back } = settingsApps['Immich by the values of its chart']!;
    const both = [...back, 'https://photos.home.example.net/auth/login'];
    expect(codesIn(text, client(both))).toEqual([]);
    expect(codesIn(text, client([...back, 'https://app.example.net/former']), { strict: true })).toContain('redirect-unused');
  });
  it('of a login whose name has a space send it as a URL has it', () => {
    const { text } = settingsApps['Gitea by its chart']!;
    expect(codesIn(text.replace('"house"', '"My House"'), client(['/user/oauth2/My%20House/callback']))).toEqual([]);
  });
  it('that no YAML reader takes are left alone', () => {
    expect(codesIn(configMap('pgadmin', 'config_local.py', "OAUTH2_CONFIG = [{'OAUTH2_CLIENT_ID': [}, {{ }"), client(['/x']))).toEqual([]);
  });
});
