import type { Observed, Located } from '../contract/observed.ts';
import type { Container } from '../tree/containers.ts';
import type { IdpFacts } from './idp-facts.ts';
import type { LoginForm } from './login-form.ts';
import { nameOfFile } from './name-of-file.ts';
import { isEndpoint } from '../tree/known.ts';
import type { Release } from '../tree/release.ts';
import type { TreeObject } from '../tree/tree.ts';

/** The app's end of one login, as its own settings say it. What they do not say is left out. */
export interface LoginEnd extends Observed {
  readonly end: 'app';
  readonly protocol: 'oidc' | 'forward-auth';
  /** What it is: `grafana`, `vault`, `kube-apiserver` … or `oidc` for settings that many apps share. */
  readonly app: string;
  /** For messages: `grafana (HelmRelease monitoring/grafana)`. */
  readonly label: string;
  readonly object: TreeObject;
  readonly release?: Release;
  readonly container?: Container;
  /** Where its settings are. */
  readonly at: Located<unknown>;
  /** Identity providers whose addresses look like those that the settings name; several where providers share a path. */
  readonly idps?: readonly IdpFacts[];
  /** Its client secret as text in a file of settings, which no message ever shows. */
  readonly literalSecret?: Located<string>;
  /** A gateway that signs people in before apps of any namespace: its policies are one program. */
  readonly isGateway?: true;
  /** The path of a file that stands where the app takes its client secret itself. */
  readonly secretPath?: Located<string>;
  /** Its settings are those of many apps: which one reads them is not known. */
  readonly unknownApp?: true;
  /** Nothing here says what reads its settings: they may be of no use to anybody. */
  readonly loose?: true;
  /** The grant by which it gets tokens, where no browser comes back to it: `password`, or that of a device. */
  readonly fetchesBy?: string;
  /** It judges tokens that others bring, and sends nobody to sign in. */
  readonly verifiesOnly?: true;
  /** Whether its scopes carry groups is judged by a rule of its own. */
  readonly groupsApart?: true;
  /** Its endpoints are judged by a rule of its own, which knows what each is for. */
  readonly endpointsApart?: true;
  /** It takes all that it knows of a user from the id token, and never asks userinfo. */
  readonly readsIdToken?: true;
  /** Names of groups in its settings may be users as well, by the claim `sub`. */
  readonly groupsMayBeUsers?: true;
  /** It passes the user's token on to kube-apiserver. */
  readonly passesTokens?: true;
  /** It fetches tokens for the kube-apiserver of a cluster that it names. */
  readonly fetchesTokens?: true;
  /** Whether it refuses a token that is signed with its client secret (HS256) and not with a key of the provider; undefined where that is not known. */
  readonly refusesHs256?: boolean;
  /** What stands for its issuer, and which address it has to be: that of the issuer, to which the app adds a path, or that of the discovery document. */
  readonly finds?: { readonly by: NonNullable<LoginForm['takes']>; readonly text: Located<string> };
  /** Other addresses of the identity provider that the settings name. */
  readonly endpoints: readonly Located<string>[];
  /** The path of the redirect URI that it sends, where nothing says at which host. */
  readonly callback?: Located<string>;
  /** The one path at which it takes the answer of the identity provider, whatever it is told to send. */
  readonly answersAt?: string;
  /** It sends one of its redirect URIs, and its settings do not say which. */
  readonly oneRedirect?: true;
  /** It sends the host at which the browser has it open, so that other hosts may be right too. */
  readonly anyHost?: true;
  /** Redirect URIs that it sends besides, and when: the login in a browser works without. */
  readonly sometimes?: readonly { readonly url: Located<string>; readonly when: string }[];
  /** Paths of redirect URIs that it may send besides: the identity provider may allow them. */
  readonly otherRedirects?: RegExp;
  /** It sends the first of its redirect URIs, and another one only when the port of that is taken. */
  readonly sendsFirst?: true;
  /** Its sign-in begins at a path of its own, while its front page asks first: what its redirect URI ends with, and what stands there instead. */
  readonly begins?: { readonly callback: string; readonly path: string };
  /** It keeps sessions alive with refresh tokens. */
  readonly refresh?: Located<unknown>;
  /** Only something that is kept besides needs them: without, people stay logged in. */
  readonly refreshBesides?: string;
  /** Settings that look at groups. */
  readonly usesGroups?: Located<unknown>;
  /** Names of groups in its settings. */
  readonly groups: readonly Located<string>[];
  /** Lists of groups of which a user must be in one, or the app refuses the login. */
  readonly deciders?: readonly { readonly what: string; readonly groups: readonly Located<string>[]; readonly at: Located<unknown> }[];
  /** Roles that it gives, and to whom, where it says more than `roles`: a role for everyone, or by name. */
  readonly gives?: readonly GivenRole[];
  /** Whether it sends a PKCE challenge; undefined where that is not known. */
  readonly pkce?: boolean;
  /** How it shows its client secret to the identity provider (`token_endpoint_auth_method` of RFC 7591); undefined where it may do otherwise. */
  readonly tokenEndpointAuthMethod?: 'client_secret_basic' | 'client_secret_post';
  /** The Secret that holds its client id, and the key. */
  readonly idSecret?: Observed['secret'];
  /** It compares the issuer byte for byte, or as URLs: authentik's ends in a slash. */
  readonly exactIssuer: boolean | 'as-url';
  /** It refuses users whose e-mail address the identity provider does not call verified. */
  readonly needsVerifiedEmail?: Located<unknown>;
  /** Settings that it needs and lacks, when nothing hides them. */
  readonly missing?: readonly {
    readonly name: string;
    readonly wanted: string;
    readonly at?: Located<unknown>;
    /** What happens without it. */
    readonly why?: string;
    /** Why it is no error: the login may work without it. */
    readonly mayWork?: string;
  }[];
}

/** A role of an app, and who gets it. */
export interface GivenRole {
  readonly role: string;
  /** Groups, or anyone who signs in; `others` are those whom no other role is given to. */
  readonly to: readonly Located<string>[] | 'everyone' | 'others';
  readonly at: Located<unknown>;
}

type Derived = 'end' | 'protocol' | 'redirects' | 'clientType' | 'grants' | 'label' | 'app' | 'object' | 'at';

/** What a reader says of a login by OpenID Connect; the rest follows from it. */
export type OidcSettings = { readonly [Field in keyof Omit<LoginEnd, Derived>]?: LoginEnd[Field] | undefined } & Pick<LoginEnd, 'app' | 'object' | 'at'> & {
    /** Redirect URIs that it sends. */
    readonly sends?: readonly Located<string>[] | undefined;
    /** True when it has a client secret, false when it says that it has none. */
    readonly confidential?: boolean | undefined;
    /** Its name in messages, where that is not `app`. */
    readonly called?: string | undefined;
  };

/** An app's end of a login by OpenID Connect. Fields that are undefined are left out. */
export function oidcEnd({ sends, confidential, called, ...settings }: OidcSettings): LoginEnd {
  const given = { ...settings, ...idOf(settings) };
  const { app, object, at, scopes, refresh } = given;
  const fields = {
    endpoints: [],
    groups: [],
    exactIssuer: true,
    ...given,
    end: 'app',
    protocol: 'oidc',
    unknownApp: app === 'oidc' ? true : given.unknownApp,
    // Libraries that compare issuers byte for byte take a provider's keys alone: go-oidc (oidc/verify.go), openid-client, openidconnect-rs, Spring Security.
    refusesHs256: given.refusesHs256 ?? (given.exactIssuer === false ? undefined : true),
    label: labelOf(called ?? app, object),
    slug: given.slug ?? slugIn(given.issuer),
    redirects: sends === undefined ? undefined : sends.map((url) => ({ ...url, value: { url: url.value, use: 'login', matching: 'strict' } })),
    clientType: confidential === undefined ? undefined : { ...(given.secret?.name ?? given.clientId ?? at), value: confidential ? 'confidential' : 'public' },
    grants:
      scopes === undefined
        ? undefined
        : [
            { ...at, value: given.fetchesBy ?? 'authorization_code' },
            ...(refresh === undefined || !scopes.some(({ value }) => value === 'offline_access') ? [] : [{ ...refresh, value: 'refresh_token' }]),
          ],
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as LoginEnd;
}

/** A client id that `targetPath` takes from a Secret (tree/releases.ts) is in that Secret. */
function idOf({ clientId, idSecret }: Pick<OidcSettings, 'clientId' | 'idSecret'>): Pick<OidcSettings, 'clientId' | 'idSecret'> {
  const [, name, key] = /^\$\{Secret (\S+) (\S+)\}$/.exec(clientId?.value ?? '') ?? [];
  return clientId === undefined || name === undefined || key === undefined
    ? {}
    : { clientId: undefined, idSecret: idSecret ?? { name: { ...clientId, value: name }, key: { ...clientId, value: key } } };
}

/** The app's end of a host that the edge shows to the identity provider first. */
export function forwardAuthEnd(app: string, object: TreeObject, externalHost: Located<string>): LoginEnd {
  return {
    end: 'app',
    protocol: 'forward-auth',
    app,
    label: labelOf(app, object),
    object,
    at: externalHost,
    externalHost,
    endpoints: [],
    groups: [],
    exactIssuer: false,
  };
}

/** The issuer of a discovery URL. @example issuerOfDiscovery('https://a/application/o/x/.well-known/openid-configuration') // 'https://a/application/o/x/' */
export function issuerOfDiscovery(url: string): string {
  return url.replace(/(?<=\/)\.well-known\/openid-configuration\/?$/, '');
}

/** What an app takes: one that compares the issuer takes that. */
export const takesOf = ({ takes, exactIssuer = false }: LoginForm): LoginForm['takes'] => takes ?? (exactIssuer === false ? undefined : 'issuer');

/** An issuer as the app is told it, and what that has to be, where it is known. */
export const issuerOf = (text: Located<string> | undefined, by: LoginForm['takes']): Pick<OidcSettings, 'issuer' | 'finds'> =>
  text === undefined ? {} : { issuer: { ...text, value: issuerOfDiscovery(text.value) }, finds: by === undefined ? undefined : { by, text } };

/**
 * What an app sends as its redirect URI: what it is told to, or a path of its own below its address. Where nothing says the address, the path alone is
 * known.
 */
export function redirectAt({
  whole,
  base,
  path,
  at,
}: {
  readonly whole?: Located<string> | undefined;
  readonly base?: Located<string> | undefined;
  readonly path?: string | undefined;
  readonly at: Located<unknown>;
}): { readonly sends?: readonly Located<string>[]; readonly callback?: Located<string> } {
  // Spring's `{baseUrl}` and the like are filled in by the app, as is a path alone.
  if (whole !== undefined && /^[a-z][a-z0-9+.-]*:\/|^\$\{/i.test(whole.value)) return { sends: [whole] };
  const own = whole?.value.startsWith('/') === true ? whole.value : path;
  if (own === undefined) return {};
  if (base === undefined || base.value === '') return { callback: { ...(whole ?? at), value: own } };
  const start = base.value.includes('://') || base.value.startsWith('$') ? base.value : `https://${base.value}`;
  return { sends: [{ ...base, value: (start.endsWith('/') ? start.slice(0, -1) : start) + own }] };
}

/** Scopes of a text, each at the text's place. */
export function scopesOf(text: Located<string> | undefined): Located<string>[] | undefined {
  // Some apps take a list in JSON: ["openid", "email"].
  const plain = /^\s*\[/.test(text?.value ?? '') ? text!.value.replaceAll(/[[\]"']/g, ' ') : text?.value;
  return plain
    ?.split(/[\s,+]+/)
    .filter((scope) => scope !== '')
    .map((scope) => ({ ...text!, value: scope }));
}

/** Scopes with `openid` first, for an app that adds it by itself. */
export function withOpenid(scopes: readonly Located<string>[] | undefined, at: Located<unknown>): Located<string>[] | undefined {
  return scopes === undefined ? undefined : [{ ...at, value: 'openid' }, ...scopes.filter(({ value }) => value !== 'openid')];
}

/** Name of a login for messages: that of its app where a reader knows it, else that of its release or workload. */
function labelOf(app: string, object: TreeObject): string {
  const { kind, namespace, name, file } = object;
  const where = kind === 'file' ? file : `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`.trim();
  return `${isAny(app) ? ownName(object) : app} (${where})`;
}

/** Whether a reader's word for an app says only that it has a login. */
const isAny = (app: string): boolean => app === 'oidc' || app.startsWith('the ');

/** The name of a release or workload; of a file, that of its folder. */
const ownName = ({ kind, name, file }: TreeObject): string => (kind === 'file' ? nameOfFile(file) : name);

/** The slug of an application, where authentik's issuer has one. */
export function slugIn(issuer: Located<string> | undefined): Located<string> | undefined {
  const slug = /\/application\/o\/([^/]+)\/?$/.exec(issuer?.value ?? '')?.[1];
  return issuer === undefined || slug === undefined || isEndpoint(slug) ? undefined : { ...issuer, value: slug };
}
