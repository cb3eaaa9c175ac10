import { isScope, scopeOrder } from '../../contract/scope.ts';
import type { Observed, Seen } from '../../contract/observed.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Where kubelogin listens unless it is told otherwise. */
const listens = ['127.0.0.1:8000', '127.0.0.1:18000'];

/**
 * Reads kubeconfigs whose users log in by kubelogin, as `kubectl oidc-login` or by its own name. Other users are skipped.
 *
 * @example readKubectl(sourceDocuments('kubeconfig.yaml', text))
 */
export function readKubectl(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((document) => {
    const root = Reader.of(document);
    if (root.get('kind').text() !== 'Config' || !root.get('users').exists) return [];
    return root
      .get('users')
      .items()
      .flatMap((user) => readExec(user.get('user', 'exec')));
  });
}

function readExec(exec: Reader): Observed[] {
  const command = exec.get('command').text()?.split(/[\\/]/).at(-1) ?? '';
  const args = exec.get('args').items();
  const plugin = /^(kubelogin|kubectl-oidc_login)(\.exe)?$/.test(command) || args[0]?.text() === 'oidc-login';
  if (!plugin || !args.some((arg) => arg.text() === 'get-token')) return [];
  const option = (name: string): Seen<string>[] =>
    args.flatMap((arg, index) => {
      const text = arg.text() ?? '';
      if (text.startsWith(`--${name}=`)) return [arg.seen(text.slice(name.length + 3))];
      const next = args[index + 1];
      return text === `--${name}` && next?.text() !== undefined ? [next.seen(next.text()!)] : [];
    });
  const issuer = option('oidc-issuer-url')[0];
  const clientId = option('oidc-client-id')[0];
  const slug = /\/application\/o\/([^/]+)\/?$/.exec(issuer?.value ?? '')?.[1];
  const extra = option('oidc-extra-scope').flatMap((seen) => seen.value.split(',').map((value) => ({ ...seen, value: value.trim() })));
  const place = exec.get('args');
  const rank = (scope: string) => (isScope(scope) ? scopeOrder.indexOf(scope) : scopeOrder.length);
  const scopes = [place.seen('openid'), ...extra.filter(({ value }) => value !== 'openid' && value !== '')].sort((a, b) => rank(a.value) - rank(b.value));
  const redirect = option('oidc-redirect-url')[0];
  const addresses = option('listen-address');
  const redirects =
    redirect === undefined
      ? (addresses.length > 0 ? addresses : listens.map((address) => place.seen(address))).map((seen) => ({
          ...seen,
          value: { url: `http://localhost:${seen.value.split(':').at(-1)}`, use: 'login', matching: 'strict' },
        }))
      : [{ ...redirect, value: { url: redirect.value, use: 'login', matching: 'strict' } }];
  const offline = scopes.find(({ value }) => value === 'offline_access');
  return [
    {
      end: 'app',
      protocol: 'oidc',
      ...(issuer === undefined ? {} : { issuer }),
      ...(issuer === undefined || slug === undefined ? {} : { slug: { ...issuer, value: slug } }),
      ...(clientId === undefined ? {} : { clientId }),
      clientType: option('oidc-client-secret')[0] === undefined ? place.seen('public') : place.seen('confidential'),
      redirects,
      scopes,
      grants: [place.seen('authorization_code'), ...(offline === undefined ? [] : [{ ...offline, value: 'refresh_token' }])],
    },
  ];
}
