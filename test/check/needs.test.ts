import { describe, expect, it } from 'vitest';
import { rules } from '../../lib/check/registry.ts';
import { codesSaid } from '../support/tree-said.ts';
import { blueprintFor } from '../support/login-pair.ts';

describe('what a finding rests on', () => {
  it.each(rules.filter(({ severity }) => severity === 'error'))('$code says what has to be read before it is an error', ({ needs }) => {
    expect(needs).toBeDefined();
  });

  const proxy = blueprintFor('wiki', { redirects: [] }).text.replace('authentik_providers_oauth2.oauth2provider', 'authentik_providers_proxy.proxyprovider');
  const guarded = proxy.replace('client_type: confidential\n', 'mode: forward_single\n      external_host: https://wiki.example.net\n');
  const outpost = '  - { model: authentik_outposts.outpost, identifiers: { name: NAME }, attrs: { type: proxy, providers: [] } }\n';
  const about = (text: string, code: string) => codesSaid({ 'blueprints/wiki.yaml': text }).filter((line) => line.endsWith(` ${code}`));

  it('is no error where another repository or a hand may bring it', () => {
    const beside = (name: string) => about(`${guarded}${outpost.replace('NAME', () => name)}`, 'proxy-without-outpost');
    expect(beside('authentik Embedded Outpost')).toEqual(['warning proxy-without-outpost']);
    // A list that git does not set is made by hand, and may hold it.
    expect(beside('edge')).toEqual([]);
  });

  it('is nothing where the setting that is missed may stand in what was not read', () => {
    const feeds = (more: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: feeds, namespace: rooms }\nspec: { template: { spec: { containers: [{ name: feeds, image: "freshrss/freshrss:1.26", env: [{ name: OIDC_ENABLED, value: "1" }, { name: OIDC_PROVIDER_METADATA_URL, value: "https://id.example.net/application/o/feeds/.well-known/openid-configuration" }, { name: OIDC_CLIENT_ID, value: feeds }]${more} }] } } }\n`;
    const said = (more: string) => codesSaid({ 'feeds.yaml': feeds(more) }).filter((line) => line.includes('freshrss'));
    expect(said('')).toEqual(expect.arrayContaining(['warning freshrss-crypto-key', 'error freshrss-scopes', 'error freshrss-forwarded-headers']));
    expect(said(', envFrom: [{ secretRef: { name: by-hand } }]')).toEqual([]);
  });
});
