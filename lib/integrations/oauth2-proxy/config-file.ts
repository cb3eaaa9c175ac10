import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { anyCase } from '../../tree/any-case.ts';

type Setting = readonly [string, Located<string>];

/** Settings of `oauth2_proxy.cfg`, TOML whose keys are the flags with underscores. Lists are joined by commas, as in a variable. */
export const fileSettings = (text: Reader): Setting[] => pairsIn(text).map(([name, value]) => [flagOf(name), value]);

/** The same by the names in the file, with dashes. */
export const keysOf = (text: Reader): Setting[] => pairsIn(text).map(([name, value]) => [name.replaceAll('_', '-'), value]);

function pairsIn(text: Reader): Setting[] {
  const lines = (text.text() ?? '').slice(0, 50_000).replaceAll(/^[ \t]*#.*$/gm, '');
  return [...lines.matchAll(/^[ \t]*([a-z][a-z0-9_]*)[ \t]*=[ \t]*("[^"\n]*"|'[^'\n]*'|\[[^\]]*\]|[^\s#]+)/gm)].map(([, name = '', value = '']) => [
    name,
    text.located(value.startsWith('[') ? [...value.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map((match) => match[1] ?? match[2] ?? '').join(',') : bare(value)),
  ]);
}

const bare = (value: string): string => value.replace(/^(["'])(.*)\1$/, '$2');

/** Some keys of the file are plural where the flag is not (pkg/apis/options: the names of `cfg` and of `flag`). */
const flagOf = (name: string): string =>
  ({ email_domains: 'email-domain', allowed_groups: 'allowed-group', scope: 'scope' })[name] ?? name.replaceAll('_', '-');

/** The first provider of the structured configuration (`--alpha-config`), under the names of the flags. */
export function alphaSettings(root: Reader): Setting[] {
  const provider = root.get('providers', 0);
  const oidc = anyCase(provider, 'oidcConfig');
  const named: readonly (readonly [string, Reader])[] = [
    ['provider', anyCase(provider, 'provider')],
    ['client-id', anyCase(provider, 'clientID')],
    ['scope', anyCase(provider, 'scope')],
    ['code-challenge-method', anyCase(provider, 'code_challenge_method')],
    ['login-url', anyCase(provider, 'loginURL')],
    ['redeem-url', anyCase(provider, 'redeemURL')],
    ['profile-url', anyCase(provider, 'profileURL')],
    ['oidc-issuer-url', anyCase(oidc, 'issuerURL')],
    ['oidc-email-claim', anyCase(oidc, 'emailClaim')],
    ['insecure-oidc-allow-unverified-email', anyCase(oidc, 'insecureAllowUnverifiedEmail')],
  ];
  const groups = anyCase(provider, 'allowedGroups');
  const list = groups.items().flatMap((one) => one.text() ?? []);
  return [
    ...named.flatMap(([name, value]): Setting[] =>
      ['string', 'boolean'].includes(typeof value.scalar()) ? [[name, value.located(String(value.scalar() as boolean))]] : [],
    ),
    ...(list.length === 0 ? [] : [['allowed-group', groups.located(list.join(','))] as const]),
  ];
}
