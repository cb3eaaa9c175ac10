import type { Seen } from '../contract/observed.ts';
import type { TreeObject } from '../tree/tree.ts';
import type { Container } from '../tree/containers.ts';
import type { Release } from '../tree/releases.ts';

/** The app's end of one login, as its own settings say it. What they do not say is left out. */
export interface LoginEnd {
  /** What it is: `grafana`, `vault`, `kube-apiserver` … or `oidc` for settings that many apps share. */
  readonly app: string;
  /** For messages: `grafana in HelmRelease/monitoring/grafana`. */
  readonly label: string;
  readonly object: TreeObject;
  readonly release?: Release;
  readonly container?: Container;
  /** Where its settings stand. */
  readonly at: Seen<unknown>;
  readonly clientId?: Seen<string>;
  /** The issuer, without the path of a discovery document. */
  readonly issuer?: Seen<string>;
  /** The slug, where settings name it without an issuer. */
  readonly slug?: Seen<string>;
  /** Other addresses of the identity provider that the settings name. */
  readonly endpoints: readonly Seen<string>[];
  /** Scopes that it asks for, `openid` among them; with the app's defaults where the settings say nothing. */
  readonly scopes?: readonly Seen<string>[];
  /** Redirect URIs that it sends. */
  readonly redirects?: readonly Seen<string>[];
  /** Paths of redirect URIs that it may send besides: the identity provider may allow them. */
  readonly otherRedirects?: RegExp;
  /** It keeps sessions alive with refresh tokens. */
  readonly refresh?: Seen<unknown>;
  /** Settings that look at groups. */
  readonly usesGroups?: Seen<unknown>;
  /** Names of groups in its settings. */
  readonly groups: readonly Seen<string>[];
  /** Lists of groups of which a user must be in one, or the app refuses the login. */
  readonly deciders?: readonly { readonly what: string; readonly groups: readonly Seen<string>[]; readonly at: Seen<unknown> }[];
  /** True when it has a client secret, false when it says that it has none. */
  readonly confidential?: boolean;
  readonly pkce?: boolean;
  readonly secret?: { readonly name: Seen<string>; readonly key?: Seen<string> };
  /** It compares the issuer byte for byte: authentik's ends in a slash. */
  readonly exactIssuer: boolean;
  /** It refuses users whose e-mail address the identity provider does not call verified. */
  readonly needsVerifiedEmail?: Seen<unknown>;
  /** Settings that it needs and lacks, when nothing hides them. */
  readonly missing?: readonly { readonly name: string; readonly wanted: string; readonly at?: Seen<unknown> }[];
}

/** The issuer of a discovery URL. @example issuerOfDiscovery('https://a/application/o/x/.well-known/openid-configuration') // 'https://a/application/o/x/' */
export function issuerOfDiscovery(url: string): string {
  return url.replace(/\.well-known\/openid-configuration\/?$/, '');
}

/** Scopes of a text, each at the text's place. */
export function scopesOf(text: Seen<string> | undefined): Seen<string>[] | undefined {
  return text?.value
    .split(/[\s,+]+/)
    .filter((scope) => scope !== '')
    .map((scope) => ({ ...text, value: scope }));
}

/** Name of a login for messages. */
export function labelOf(app: string, { kind, namespace, name }: TreeObject): string {
  return `${app} (${kind} ${namespace === '' ? '' : `${namespace}/`}${name})`;
}
