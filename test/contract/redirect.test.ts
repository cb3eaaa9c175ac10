import { describe, expect, it } from 'vitest';
import { loginRedirect, logoutRedirect } from '../../lib/contract/redirect.ts';
import { everyone } from '../../lib/contract/access.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { clusterWith } from '../support/sample.ts';
import { blueprintIn } from '../support/blueprint-of.ts';

const at = { app: 'photos', field: 'redirects[0]' };

describe('redirects of native apps', () => {
  it.each([
    'app.immich:///oauth-callback',
    'homeassistant://auth',
    'audiobookshelf://oauth',
    'com.example.app:/cb',
    'com.example.app:/cb?x=1',
    'obsidian+sync:/a',
    'http://127.0.0.1:8000/cb',
  ])('%s is taken as it is written', (url) => {
    expect(loginRedirect(url, at)).toEqual({ url, use: 'login', matching: 'strict' });
    expect(logoutRedirect(url, at).url).toBe(url);
  });

  it.each([
    ['javascript:alert(1)', 'redirect-scheme'],
    ['JavaScript://x', 'redirect-scheme'],
    [' data:text/html,x', 'redirect-scheme'],
    ['vbscript:x', 'redirect-scheme'],
    ['file:///etc/passwd', 'redirect-scheme'],
    ['urn:ietf:wg:oauth:2.0:oob', 'redirect-scheme'],
    ['ftp://example.org/', 'redirect-scheme'],
    ['http://photos.example.org/cb', 'url-not-https'],
    ['app.immich:///*', 'redirect-wildcard'],
    ['app.immich:///cb#x', 'url-invalid'],
    ['app.immich://user:hunter2@x/cb', 'url-invalid'],
    ['App.Immich:///cb', 'url-invalid'],
    ['app.immich:cb', 'url-invalid'],
    ['app.immich:/c b', 'url-invalid'],
    ['localhost:8080/cb', 'url-not-https'],
    ['//photos.example.org/cb', 'url-invalid'],
  ])('%s is refused with %s', (url, code) => {
    expect(() => loginRedirect(url, at)).toThrow(expect.objectContaining({ code, field: 'redirects[0]' }) as Error);
    expect(() => loginRedirect(url, at)).not.toThrow(/hunter2/);
  });

  it('reach authentik, and the app gets its web address', () => {
    const cluster = clusterWith({
      apps: [
        oidcApp({
          name: 'photos',
          access: everyone(),
          redirects: ['app.immich:///oauth-callback', '/auth/login'],
          image: 'ghcr.io/example/photos:1.0.0',
          env: ({ redirectUrl }) => ({ REDIRECT: redirectUrl }),
        }),
      ],
    });
    expect(blueprintIn(cluster, 'photos')).toContain('app.immich:///oauth-callback');
    expect(JSON.stringify(cluster.apps[0]?.end.objects)).toContain('https://photos.home.example.org/auth/login');
  });
});
