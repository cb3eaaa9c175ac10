import type { Located } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { Reader } from '../manifest/reader.ts';
import { known } from '../tree/known.ts';
import { defined } from '../tree/defined.ts';

/** What a reader says of a client; the rest follows from it. Fields that are undefined are left out. */
export type ClientSettings = {
  readonly [
    Field in
      | 'clientId'
      | 'name'
      | 'launchUrl'
      | 'grants'
      | 'issuer'
      | 'issuerKey'
      | 'admitted'
      | 'gate'
      | 'makes'
      | 'clientIdSecret'
      | 'requiresPkce'
      | 'tokenEndpointAuthMethod'
      | 'belowPath'
      | 'groupsHaveOwner'
      | 'usualScopes'
  ]?: IdpEnd[Field] | undefined;
} & {
  /** The node that describes the client. */
  readonly at: Reader;
  /** For messages, when it has no client id. */
  readonly label: string;
  readonly redirects?: IdpEnd['redirects'] | undefined;
  /** Scopes that it may ask for; undefined when the settings do not limit them. */
  readonly scopes?: readonly Located<string>[] | undefined;
  readonly isPublic: boolean | undefined;
  /** The client secret, if it is in plain text. */
  readonly secret?: Located<string> | undefined;
};

/** What people know a client by: its id, and where that is filled in later, its name. */
const labelOf = (id: string | undefined, name: string | undefined, label: string): string => {
  // An expression of Terraform is no name: its variables have dots and small letters.
  const written = [name, id].find((one) => one !== undefined && !/^\$\{[a-z]/.test(one));
  const said = known(id) ?? written ?? label;
  return said.startsWith('ENC[') ? 'an encrypted client' : said;
};

/**
 * A client of a provider whose settings list clients one by one.
 *
 * @example
 * clientEnd(idpFacts, { at: settings, label: 'client wiki', isPublic: false }).clientType?.value // 'confidential'
 */
export function clientEnd(idp: IdpFacts, { at, label, isPublic, secret, ...given }: ClientSettings): IdpEnd {
  const place = at.located(undefined);
  return {
    end: 'idp',
    protocol: 'oidc',
    idp,
    label: labelOf(given.clientId?.value, given.name?.value, label),
    place,
    scopesComplete: true,
    ...defined({
      ...given,
      literalSecret: secret,
      clientType: isPublic === undefined ? undefined : { ...place, value: isPublic ? 'public' : 'confidential' },
    }),
  };
}

/** What a reader says of a host that stands behind forward-auth. */
export type GuardSettings = Pick<ClientSettings, 'at' | 'label' | 'admitted' | 'gate' | 'name'> & {
  /** The host, or `https://HOST`. */
  readonly host: Located<string> | undefined;
  /** Regular expressions of paths that nobody signs in for. */
  readonly openPaths?: readonly Located<string>[];
};

/**
 * A host that a provider guards for an app without a login of its own.
 *
 * @example
 * guardEnd(idpFacts, { at: settings, label: 'files', host: settings.located('files.example.org') }).externalHost?.value // 'https://files.example.org'
 */
export function guardEnd(idp: IdpFacts, { at, label, host, openPaths = [], ...given }: GuardSettings): IdpEnd {
  const externalHost = host === undefined ? undefined : { ...host, value: /^https?:/.test(host.value) ? host.value : `https://${host.value}` };
  return {
    end: 'idp',
    protocol: 'forward-auth',
    idp,
    label: labelOf(undefined, given.name?.value, label),
    place: at.located(undefined),
    scopesComplete: true,
    openPaths,
    ...defined({ ...given, externalHost }),
  };
}

/**
 * Redirect URIs as they are listed. A star stands for anything, where the provider takes it so.
 *
 * @example
 * redirectsOf(settings.get('redirect_uris').items()).map(({ value }) => value.url) // ['https://wiki.example.org/callback']
 */
export function redirectsOf(
  list: readonly Reader[],
  { stars = false, use = 'login' }: { readonly stars?: boolean; readonly use?: string } = {},
): NonNullable<IdpEnd['redirects']> {
  return list.flatMap((one) => {
    const url = one.text();
    return url === undefined ? [] : [one.located({ url, use, matching: stars && url.includes('*') ? 'glob' : 'strict' })];
  });
}

/**
 * Texts of a list, each with its place.
 *
 * @example
 * textsOf(settings.get('scopes').items()).map(({ value }) => value) // ['openid', 'groups']
 */
export const textsOf = (list: readonly Reader[]): Located<string>[] => list.flatMap((one) => one.locatedText() ?? []);
