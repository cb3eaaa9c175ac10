import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The path holds the mount. */
export const vaultRedirectMount: Rule = {
  code: 'vault-redirect-mount',
  severity: 'error',
  title: 'a redirect URI of Vault is none of its addresses',
  *run(repository) {
    for (const { roles, config } of vaultMethodsOf(repository))
      for (const role of roles)
        for (const redirect of role.list('allowed_redirect_uris') ?? []) {
          const url = known(redirect.value);
          if (url === undefined) continue;
          const mount = mountIn(url, '/ui/vault/auth/') ?? mountIn(url, '/v1/auth/');
          const own = (role.mount ?? config?.mount)?.replace(/^auth\//, '');
          const local = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?\/oidc\/callback$/.test(url);
          if (local || (mount !== undefined && (own === undefined || mount === own || mount.startsWith(`${own}/`)))) continue;
          yield {
            at: redirect,
            message: `${url} is no address that Vault answers a login at`,
            expected: `https://HOST/ui/vault/auth/${own ?? 'MOUNT'}/oidc/callback, or http://localhost:8250/oidc/callback`,
            received: url,
            why: 'Vault answers with an empty auth_url when the address of the page is not on the list, and the page says only "Missing auth_url".',
            fix: `write https://HOST/ui/vault/auth/${own ?? 'oidc'}/oidc/callback, with the path of the mount`,
          };
        }
  },
};

/** What stands between the start of the path and `/oidc/callback`. */
function mountIn(url: string, start: string): string | undefined {
  const end = '/oidc/callback';
  const at = url.indexOf(start);
  if (at === -1 || !url.endsWith(end)) return undefined;
  const mount = url.slice(at + start.length, -end.length);
  return mount === '' ? undefined : mount;
}
