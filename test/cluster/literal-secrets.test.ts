import { describe, expect, it } from 'vitest';
import { everyone } from '../../lib/contract/access.ts';
import { homepage } from '../../lib/integrations/homepage/homepage.ts';
import { oidcApp } from '../../lib/index.ts';
import { clusterWith } from '../support/sample.ts';

const value = 'q7Xz9LmP2vR8tW4kAbCd';
const app = (options: object) => () =>
  clusterWith({ apps: [oidcApp({ name: 'wiki', access: everyone(), redirects: ['/cb'], image: 'ghcr.io/example/wiki:1.0.0', ...options })] });
const env = (name: string, text: string) => app({ env: { [name]: text } });
const args = (...list: readonly string[]) => app({ values: { controllers: { wiki: { containers: { app: { args: list } } } } } });

describe('a literal secret', () => {
  it.each<[string, () => unknown]>([
    ...['MY_SECRET', 'DB_PASS', 'DB_PWD', 'SESSION_COOKIE', 'CSRF_TOKEN', 'SECRET'].map((name): [string, () => unknown] => [name, env(name, value)]),
    ['a random key', env('WIDGET_KEY', value)],
    ['a DSN', env('DSN', `host=db user=u password=${value} dbname=d`)],
    ['a quoted DSN', env('DSN', `host=db password='${value}'`)],
    ['a query', env('CALLBACK', `https://example.org/hook?x=1&access_token=${value}`)],
    ['a header', env('HEADER', `Authorization: Bearer ${value}`)],
    ['JSON', env('SETTINGS', JSON.stringify({ oidc: { client_secret: value } }))],
    ['a URL with a password', env('ENDPOINT', `amqp://user:${value}@mq/`)],
    ['two arguments', args('serve', '--db-password', value)],
    ['one argument', args(`--token=${value}`)],
    ['a command in one text', env('OPTIONS', `--admin-password ${value} --verbose`)],
    [
      'the key of a widget',
      () => clusterWith({ apps: [homepage({ host: 'h', access: everyone(), files: { services: [{ A: [{ B: { widget: { type: 'x', key: value } } }] }] } })] }),
    ],
  ])('%s is refused and not shown', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'secret-literal' }) as Error);
    expect(make).not.toThrow(value);
  });

  it.each<[string, () => unknown]>([
    ['a reference', env('MY_SECRET', '$(OIDC_SECRET)')],
    ['a file', env('DB_PASS', '/run/secrets/db')],
    ['a public key', env('SITE_KEY', value)],
    ['a file variable', env('DB_PASSWORD_FILE', '/run/secrets/db')],
    ['a boolean', env('USE_TOKEN', 'true')],
    ['the name of a Secret', env('TLS_SECRET', 'wiki-tls')],
    ['the name of a cookie', env('SESSION_COOKIE', 'wiki_session')],
    ['a URL of tokens', env('TOKEN_URL', 'https://auth.example.org/application/o/token/')],
    ['a DSN with a reference', env('DSN', 'host=db password=$(DB_PASSWORD)')],
    ['a query without secret', env('HOOK', 'https://example.org/?token_type=bearer')],
    ['a header with a reference', env('HEADER', 'Authorization: Bearer $(TOKEN)')],
    ['JSON with references', env('SETTINGS', JSON.stringify({ client_secret: '$(OIDC_SECRET)', token_url: 'https://x.example.org/' }))],
    ['a flag with a reference', args('--cookie-secret=$(COOKIE_SECRET)', '--token-file', '/run/token')],
    ['a flag before a flag', args('--password', '--stdin')],
    ['a name in values', app({ values: { persistence: { existingSecret: 'wiki-data', passwordKey: 'password', tokenUrl: 'https://x' } } })],
    ['prose', env('TEXT', 'Basic authentication is off; bearer tokens are welcome')],
    ['a key of a Secret', env('X', 'client-secret')],
  ])('is not %s', (_, make) => {
    expect(make).not.toThrow();
  });
});
