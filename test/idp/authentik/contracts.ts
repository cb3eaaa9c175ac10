import fc from 'fast-check';
import { groups, everyone, type Access } from '../../../lib/contract/access.ts';
import { oidc, type OidcContract } from '../../../lib/contract/contract.ts';
import { groupName } from '../../../lib/contract/names.ts';
import { loginRedirect, logoutRedirect, regexRedirect } from '../../../lib/contract/redirect.ts';
import { scopeOrder } from '../../../lib/contract/scope.ts';
import { clientSecretRef } from '../../../lib/contract/secret-ref.ts';
import { lineOfText } from '../../../lib/contract/tile.ts';
import { featuresOf, supported, type Features } from '../../../lib/contract/versions.ts';

const at = { app: 'test', field: 'test' };

/** Whether a constructor of the contract takes a value: the generators draw wide and keep what is legal. */
function legal<T>(check: (value: T) => unknown): (value: T) => boolean {
  return (value) => {
    try {
      check(value);
      return true;
    } catch {
      return false;
    }
  };
}

/** Texts that YAML 1.1 or 1.2 readers, Python or a template could take for something else. */
const bait = fc.constantFrom(
  'yes',
  'No',
  'null',
  '~',
  '1:30',
  '0o7',
  '1_000',
  '2026-01-01',
  '=',
  '<<',
  '.inf',
  '- a',
  'a: b',
  'a #x',
  '"a"',
  "it's",
  '100 %',
  '%s',
  '{{ a }}',
);

const line = fc.oneof(bait, fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 })).filter(legal((text) => lineOfText(text, at)));

/** Legal group names: the alphabet is small but holds spaces, colons and every script. */
export const groupNames: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom('grafana-admins', 'yes', '1:30', '2026-01-01', '0o7', 'a: b', 'authentik Admins', 'Büro'),
    fc.string({ unit: fc.constantFrom('a', 'b', '1', '_', ' ', '.', ':', '@', '/', '+', '-', 'é'), minLength: 1, maxLength: 12 }),
  )
  .filter(legal((name) => groupName(name, at)));

const slug = fc.oneof(fc.constantFrom('grafana', 'secret-x', 'a', 'yes', '1-2', '2026-01-01'), fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/));
const host = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/)
  .filter((name) => !name.startsWith('xn--'))
  .map((name) => `${name}.home.example.org`);
const path = fc.stringMatching(/^(\/[A-Za-z0-9._~%+:@=&,;()!$'-]{0,8}){0,3}(\?[a-z]{1,3}=[A-Za-z0-9%]{0,6})?$/);
const address = fc
  .tuple(host, path)
  .map(([name, rest]) => `https://${name}${rest.startsWith('/') ? '' : '/'}${rest}`)
  .filter((url) => !/["'<>\\^`{|}*#]/.test(url));
const redirect = fc.oneof(
  address.map((url) => loginRedirect(url, at)),
  address.map((url) => logoutRedirect(url, at)),
  host.map((name) => regexRedirect(String.raw`^https://${name.replaceAll('.', String.raw`\.`)}/[a-z]+$`, at)),
);
const nameList = fc.uniqueArray(groupNames, { minLength: 1, maxLength: 4 });

/** How a test may narrow the contracts. */
export interface Narrow {
  readonly slug?: string;
  readonly access?: Access;
}

/** Any legal contract of an OpenID Connect client. */
export function contracts(narrow: Narrow = {}): fc.Arbitrary<OidcContract> {
  return fc
    .record({
      slug: narrow.slug === undefined ? slug : fc.constant(narrow.slug),
      clientId: fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,20}$/), { nil: undefined }),
      generation: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
      first: address,
      redirects: fc.array(redirect, { maxLength: 3 }),
      scopes: fc.subarray(scopeOrder.slice(1)),
      trusted: fc.boolean(),
      roles: fc.option(fc.dictionary(fc.constantFrom('Admin', 'Viewer', 'yes'), nameList, { minKeys: 1 }), { nil: undefined }),
      access:
        narrow.access === undefined
          ? fc.oneof(
              fc.constant(everyone()),
              nameList.map(([head, ...more]) => groups(head!, ...more)),
            )
          : fc.constant(narrow.access),
      tile: fc.record({ name: line, launchUrl: address, section: line, icon: address, description: line }, { requiredKeys: ['name', 'launchUrl'] }),
    })
    .map(({ first, redirects, generation, scopes, trusted, clientId, roles, access, ...rest }) =>
      oidc({
        ...rest,
        ...(clientId === undefined ? {} : { clientId }),
        redirects: [loginRedirect(first, at), ...redirects],
        scopes: ['openid', ...scopes],
        // Nothing says whether an address is verified when none is asked for.
        ...(trusted && scopes.includes('email') ? { emailVerified: 'trusted' } : {}),
        ...(generation === undefined ? { clientType: 'public' } : { clientType: 'confidential', secret: clientSecretRef(rest.slug, generation, rest.slug) }),
        // Roles alone, or an access rule alone: both together are legal only when they fit.
        ...(roles === undefined || narrow.access !== undefined ? { access } : { roles }),
      }),
    );
}

/** What authentik's five supported versions can do, oldest first. */
export const authentikVersions: readonly { readonly version: string; readonly features: Features }[] = supported.authentik.map((version) => ({
  version,
  features: featuresOf({ kubernetes: '1.36', flux: '2.9', authentik: `${version}.0` }),
}));
