import type { Located } from '../../contract/observed.ts';
import { isScope, scopeOrder } from '../../contract/scope.ts';
import { type LoginEnd, oidcEnd } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { fileObject } from '../../tree/tree.ts';

/** Its grants that open no browser: int128/kubelogin pkg/cmd/authentication.go. */
const withoutBrowser: Readonly<Record<string, string>> = {
  'device-code': 'urn:ietf:params:oauth:grant-type:device_code',
  password: 'password',
  'client-credentials': 'client_credentials',
};

/** Where kubelogin listens unless it is told otherwise. */
const listens = ['127.0.0.1:8000', '127.0.0.1:18000'];

/**
 * Reads kubeconfigs whose users log in by kubelogin, as `kubectl oidc-login` or by its own name. Other users are skipped.
 */
export function readKubectl({ tree }: Manifests): LoginEnd[] {
  return tree.documents.flatMap(({ root }) => {
    if (root.text('kind') !== 'Config' || !root.get('users').exists) return [];
    return root.items('users').flatMap((user) => readExec(root, user.get('user', 'exec')));
  });
}

function readExec(root: Reader, exec: Reader): LoginEnd[] {
  const command = exec.text('command')?.split(/[\\/]/).at(-1) ?? '';
  const args = exec.items('args');
  const plugin = /^(kubelogin|kubectl-oidc_login)(\.exe)?$/.test(command) || args[0]?.text() === 'oidc-login';
  if (!plugin || !args.some((arg) => arg.text() === 'get-token')) return [];
  const option = (name: string): Located<string>[] =>
    args.flatMap((arg, index) => {
      const text = arg.text() ?? '';
      if (text.startsWith(`--${name}=`)) return [arg.located(text.slice(name.length + 3))];
      const next = args[index + 1];
      return text === `--${name}` && next?.text() !== undefined ? [next.located(next.text()!)] : [];
    });
  const issuer = option('oidc-issuer-url')[0];
  const clientId = option('oidc-client-id')[0];
  const extra = option('oidc-extra-scope').flatMap((seen) => seen.value.split(',').map((value) => ({ ...seen, value: value.trim() })));
  const place = exec.get('args');
  const rank = (scope: string) => (isScope(scope) ? scopeOrder.indexOf(scope) : scopeOrder.length);
  const scopes = [place.located('openid'), ...extra.filter(({ value }) => value !== 'openid' && value !== '')].sort((a, b) => rank(a.value) - rank(b.value));
  const fetchesBy = withoutBrowser[option('grant-type')[0]?.value ?? ''];
  const redirect = option('oidc-redirect-url')[0];
  const addresses = option('listen-address');
  const redirects =
    redirect === undefined
      ? (addresses.length > 0 ? addresses : listens.map((address) => place.located(address))).map((seen) => ({
          ...seen,
          value: `http://localhost:${seen.value.split(':').at(-1)}`,
        }))
      : [redirect];
  return [
    oidcEnd({
      app: 'kubectl',
      fetchesTokens: true,
      object: fileObject(root),
      at: clientId ?? place.located(undefined),
      issuer,
      clientId,
      confidential: option('oidc-client-secret').length > 0,
      fetchesBy,
      sends: fetchesBy === undefined ? redirects : undefined,
      // It listens at the first address that is free.
      sendsFirst: true,
      scopes,
      refresh: scopes.find(({ value }) => value === 'offline_access'),
    }),
  ];
}
