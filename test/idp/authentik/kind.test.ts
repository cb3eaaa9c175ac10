import { describe, expect, it } from 'vitest';
import { groups } from '../../../lib/contract/access.ts';
import { supported } from '../../../lib/contract/versions.ts';
import { forwardAuthApp } from '../../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { oidcApp } from '../../../lib/integrations/oidc-app/oidc-app.ts';
import { clusterWith } from '../../support/sample.ts';
import { ImporterModel } from './importer-model.ts';
import { jobsOf, secretsOf, type ModelJob } from './job-texts.ts';
import { start } from './model-proxy.ts';
import { freshDatabase } from './packaged.ts';

const image = { image: 'docker.io/traefik/whoami:v1.11.0', port: 80 } as const;
const common = { name: 'wiki', access: groups('wiki-users'), ...image };
const of = (app: unknown, cluster: Readonly<Record<string, unknown>> = {}) => jobsOf(clusterWith({ apps: [app], ...cluster }));
const openId = of(oidcApp({ ...common, redirects: ['/callback'] } as never));
const proxied = of(forwardAuthApp(common));
const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const proxy = 'authentik_providers_proxy.proxyprovider';

const fresh = () => new ImporterModel(supported.authentik.at(-1)!, freshDatabase(), secretsOf(openId));
function run(importer: ImporterModel, jobs: readonly ModelJob[], ...names: readonly string[]): void {
  for (const name of names) {
    const ended = importer.run(jobs.find((job) => job.name === name)!.texts, { PINOUT_RUN: 'pod' });
    expect(ended).toEqual({ code: 0, output: '' });
  }
}
/** The provider of the application, as it is after authentik's next start. */
function provider(importer: ImporterModel) {
  start(importer.database);
  const application = importer.database.first('authentik_core.application', { slug: 'wiki' });
  return importer.database.byKey(oauth2, application?.['provider']);
}

describe('an app that changes its kind', () => {
  it('from forward-auth to OpenID Connect stays so at the next start of authentik', () => {
    const importer = fresh();
    run(importer, proxied, 'groups', 'wiki', 'outpost');
    run(importer, openId, 'wiki');
    expect(importer.database.all(proxy)).toEqual([]);
    expect(provider(importer)).toMatchObject({ client_id: 'wiki', client_secret: 'S3CRET of wiki-oidc-1', signing_key: expect.anything() as unknown });
    expect(JSON.stringify(provider(importer)?.['redirect_uris'])).toContain('/callback');
    expect(JSON.stringify(provider(importer)?.['redirect_uris'])).not.toContain('outpost');
  });

  it('from OpenID Connect to forward-auth works, and the outpost gets it', () => {
    const importer = fresh();
    run(importer, openId, 'groups', 'wiki');
    run(importer, proxied, 'wiki', 'outpost');
    expect(provider(importer)).toMatchObject({ proxyprovider: true, external_host: 'https://wiki.home.example.org' });
    expect(importer.database.all('authentik_outposts.outpost')[0]).toMatchObject({ providers: [provider(importer)!.pk] });
    expect(importer.database.all('authentik_providers_oauth2.scopemapping').filter(({ name }) => String(name).startsWith('pinout-'))).toEqual([]);
  });

  it('there and back, and each kind is left alone by its own Job', () => {
    const importer = fresh();
    for (const jobs of [openId, proxied, openId, openId, proxied, proxied]) run(importer, jobs, 'wiki');
    const { pk, client_id: id } = provider(importer)!;
    run(importer, proxied, 'wiki');
    expect(provider(importer)).toMatchObject({ pk, client_id: id });
  });

  it('is repaired where an earlier pinout left a proxy provider under an OpenID Connect app', () => {
    const importer = fresh();
    run(importer, proxied, 'wiki');
    importer.database.update(oauth2, importer.database.all(proxy)[0]!.pk, { client_id: 'wiki', signing_key: 'a key' });
    expect(JSON.stringify(provider(importer)?.['redirect_uris'])).toContain('outpost');
    run(importer, openId, 'wiki');
    expect(JSON.stringify(provider(importer)?.['redirect_uris'])).not.toContain('outpost');
  });
});

describe('a provider that somebody made by hand under the name of an app', () => {
  it.each([
    ['OpenID Connect', openId, proxy, undefined],
    ['OpenID Connect', openId, proxy, 'alpha'],
    ['OpenID Connect', openId, proxy, 'zulu'],
    ['forward-auth', proxied, oauth2, undefined],
    ['forward-auth', proxied, oauth2, 'alpha'],
    ['forward-auth', proxied, oauth2, 'zulu'],
  ])('of another kind than %s is not deleted, and the Job says so (application %#)', (_, jobs, model, slug) => {
    const importer = fresh();
    const { pk } = importer.database.insert(model, { name: 'wiki', external_host: 'https://elsewhere.example.org' });
    if (slug !== undefined) importer.database.insert('authentik_core.application', { slug, name: slug, provider: pk });
    const { code, output } = importer.run(jobs.find(({ name }) => name === 'wiki')!.texts, { PINOUT_RUN: 'pod' });
    expect(code).toBe(1);
    expect(output).toContain('provider of another kind named wiki that does not belong to the application wiki');
    expect(importer.database.byKey(model, pk)).toMatchObject({ name: 'wiki' });
  });
});

describe('a proxy provider that was changed by hand', () => {
  it('is as written after the next run', () => {
    const importer = fresh();
    run(importer, proxied, 'wiki');
    const once = provider(importer)!;
    const key = importer.database.all('authentik_crypto.certificatekeypair')[0]!.pk;
    importer.database.update(proxy, once.pk, {
      mode: 'proxy',
      internal_host: 'http://elsewhere:80',
      internal_host_ssl_validation: false,
      certificate: key,
      basic_auth_enabled: true,
      basic_auth_user_attribute: 'name',
      basic_auth_password_attribute: 'secret',
    });
    run(importer, proxied, 'wiki');
    expect(provider(importer)).toEqual(once);
  });
});

describe('an app that is removed', () => {
  it.each([
    ['OpenID Connect', openId],
    ['forward-auth', proxied],
  ])('leaves nothing but groups behind: %s', (_, jobs) => {
    const importer = fresh();
    const before = Object.keys(importer.database.dump());
    run(importer, jobs, 'groups', 'wiki');
    importer.database.insert('authentik_policies_expression.expressionpolicy', { name: 'pinout-wiki-everyone', expression: 'return True' });
    const removed = of(forwardAuthApp({ ...common, name: 'other' }), { removed: ['wiki'] });
    run(importer, removed, 'removed');
    run(importer, removed, 'removed');
    const left = Object.entries(importer.database.dump()).flatMap(([model, rows]) =>
      rows.filter((row) => JSON.stringify([row['name'], row['slug']]).includes('wiki')).map(({ name }) => `${model} ${String(name)}`),
    );
    expect(left).toEqual(['authentik_core.group wiki-users']);
    expect(before).not.toContain('authentik_core.application');
  });
});
