import { describe, expect, it } from 'vitest';
import { groups } from '../../../lib/contract/access.ts';
import { forwardAuthApp } from '../../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../../lib/integrations/grafana/grafana.ts';
import { oidcApp } from '../../../lib/integrations/oidc-app/oidc-app.ts';
import { grave, judged } from '../../support/judge.ts';
import { clusterWith, grafanaOptions } from '../../support/sample.ts';
import { blueprintIn } from '../../support/blueprint-of.ts';

const idp = { existing: { namespace: 'sso', secrets: ['authentik'], outpost: ['Sonarr (old)'] } };
const secret = { name: 'grafana-oauth', key: 'client_secret' };
const old = grafana({ ...grafanaOptions, adopt: { provider: { name: 'Provider for Grafana', clientId: 'k3YxAbCd' }, application: 'Grafana_Old', secret } });
const wiki = oidcApp({
  name: 'wiki',
  access: groups('family'),
  redirects: ['/callback'],
  image: 'ghcr.io/example/wiki:1.2.3',
  adopt: { provider: { clientId: 'wiki' }, groups: ['family'], secret: 'new' },
  tile: { section: 'Home' },
  env: ({ client, issuer, secret: key }) => ({ OIDC_CLIENT_ID: client.clientId, OIDC_ISSUER: issuer.url, OIDC_CLIENT_SECRET: key }),
});
const start = forwardAuthApp({
  name: 'start',
  access: groups('family'),
  networkPolicy: false,
  adopt: { provider: 'Provider for Start', application: 'startpage' },
});
const made = clusterWith({ idp, apps: [old, wiki, start] });
const blueprint = (name: string, of = made) => blueprintIn(of, name)!;
const objects = JSON.stringify(made.placed.filter(({ folder }) => !folder.startsWith('identity/')));

describe('a login that authentik has already', () => {
  it('keeps client id, secret, flows, key and lifetimes: none of them is written', () => {
    const text = blueprint('grafana');
    expect(text).toContain('client_id: k3YxAbCd');
    expect(text).not.toMatch(/client_secret|authorization_flow|signing_key|sub_mode|validity|grant_types|meta_launch_url|policybinding/);
    expect(objects).not.toContain('grafana-oidc-1');
    expect(made.readme).toContain('| Secret | monitoring | grafana-oauth | client secret of grafana, the same as in authentik; key client_secret |');
  });

  it('is the same at both ends: client id, issuer by the slug in authentik, and the Secret', () => {
    expect(objects).toContain('"client_id":"k3YxAbCd"');
    expect(objects).toContain('/application/o/Grafana_Old/');
    expect(objects).toContain('{"name":"grafana-oauth","key":"client_secret"}');
  });

  it('is refused when it is not there, so that nothing is made twice', () => {
    for (const app of ['grafana', 'wiki', 'start']) expect(blueprint(app)).toContain('pinout does not create a new one');
    expect(blueprint('groups')).toContain('authentik has no group family');
  });

  it('gets a new secret, a tile and access where its user says so', () => {
    const text = blueprint('wiki');
    expect(text).toContain('client_secret: !File /run/secrets/pinout/wiki-oidc-1/client-secret');
    expect(text).toContain('group: Home');
    expect(text).toContain('pinout-wiki-access');
    expect(text).not.toContain('name: Wiki');
    expect(blueprint('outpost')).toContain('[ name, Provider for Start ]');
  });

  it('makes a dist without findings', () => {
    expect(grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });

  it('is taken over only where somebody names it: the blueprint of another app refuses what pinout did not make', () => {
    const text = blueprint('grafana', clusterWith({ idp }));
    for (const what of ['an application', 'a provider', 'a provider with the client id']) expect(text).toContain(`authentik already has ${what} grafana`);
    expect(blueprint('grafana', clusterWith({}))).not.toContain('already');
  });
});
