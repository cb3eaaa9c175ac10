import { plainName } from '../contract/plain-name.ts';
import { posix } from 'node:path';
import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { LoginEnd } from '../login/login-end.ts';
import { nameOfFile } from '../login/name-of-file.ts';
import { known, slugOf } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { pathOf } from './path-of.ts';

/** What two ends may have in common, the surest first. `begin` is the start of a name: `immich` of `immich-config`. */
export const ways = ['client-id', 'slug', 'redirect', 'secret', 'host', 'served', 'name', 'begin', 'path'] as const;
export type Way = (typeof ways)[number];

/** Of each way, the texts of one end. */
export type Marks = Readonly<Record<Way, readonly string[]>>;

/** What an end has besides its own settings. */
export interface Origins {
  /** Entries of secret stores that an end takes its client id and its client secret from. */
  readonly ofLogin: (login: LoginEnd) => readonly string[];
  readonly ofClient: (client: IdpEnd) => readonly string[];
  /** Hosts at which the app itself answers. */
  readonly hostsOf?: (login: LoginEnd) => readonly string[];
  /** Whether something of the tree answers at a host. */
  readonly serves?: (host: string) => boolean;
}

/** A text that means the same at both ends: known, or a variable of Flux, or a path in a store. */
function shared(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  return known(text) !== undefined || /^[^{}$]*(?:\$\{(?:[^{}]|\{[^{}]*\})*\}[^{}$]*)+$|^<path:/.test(text) ? [text] : [];
}

export function loginMarks(login: LoginEnd, origins: Origins): Marks {
  const { clientId, slug, issuer, endpoints, redirects = [], callback, idps = [] } = login;
  const urls = redirects.map(({ value }) => value.url).filter((url) => !/^https?:\/\/(?:localhost|127\.)/.test(url));
  const slugs = [known(slug?.value) ?? slugOf(issuer?.value) ?? endpoints.map(({ value }) => slugOf(value)).find((one) => one !== undefined)];
  const names = namesOfLogin(login);
  return {
    'client-id': shared(clientId?.value),
    slug: [...slugs.flatMap((one) => one ?? []), ...idps.flatMap((idp) => issuerKeyOf(idp, [issuer?.value, ...endpoints.map(({ value }) => value)]))],
    redirect: urls.flatMap(shared),
    secret: origins.ofLogin(login),
    host: urls.flatMap((url) => shared(hostTextOf(url))),
    served: (origins.hostsOf?.(login) ?? []).flatMap(shared),
    name: plainNames(names),
    begin: plainNames(names.flatMap(beginnings)),
    path: [...urls, ...(callback === undefined ? [] : [`https://host${callback.value}`])].flatMap((url) => pathOf(url) ?? []),
  };
}

export function clientMarks(client: IdpEnd, origins: Origins): Marks {
  const { clientId, slug, redirects = [], launchUrl, idp, issuerKey } = client;
  const urls = redirects.map(({ value }) => value.url);
  const hosts = [...new Set([...urls, launchUrl?.value].flatMap((url) => shared(hostTextOf(url))))];
  const names = plainNames(namesOfClient(client));
  return {
    'client-id': shared(clientId?.value),
    // Where the issuer has the client id: a realm may be called like one of its clients, and is that of all of them.
    slug: [...shared(slug?.value), ...(issuerKey !== undefined && issuerKey === clientId ? [`${idp.name} ${issuerKey.value}`] : [])],
    redirect: urls.flatMap(shared),
    secret: origins.ofClient(client),
    host: hosts,
    served: hosts,
    name: names,
    begin: names,
    path: [...new Set(urls.flatMap((url) => pathOf(url) ?? []))],
  };
}

/** What an issuer has of its client, where the provider has an issuer for each: `https://id.example.net/oauth2/openid/board`. */
const issuerKeyOf = (idp: IdpFacts, urls: readonly (string | undefined)[]): string[] =>
  urls.flatMap((url) => known(idp.issuerKey?.exec(url ?? '')?.[1]) ?? []).map((key) => `${idp.name} ${key}`);

/** What many apps share: the name says nothing. */
const anyApp = new Set(['oidc', 'spring', 'omniauth', 'allauth', 'mozilla-django-oidc', 'kube-apiserver']);

/** Whether which app has a login is not known. */
export const isAnyApp = ({ app, unknownApp }: Pick<LoginEnd, 'app' | 'unknownApp'>): boolean => unknownApp === true || anyApp.has(app);

/** What an app is called: as its reader knows it, as its release, its workload, or the object with its settings. */
function namesOfLogin(login: LoginEnd): string[] {
  const { app, object, release, container } = login;
  return [
    ...(isAnyApp(login) ? [] : [app]),
    ...(object.kind === 'file' ? namesOfFile(object.file) : [object.name]),
    release?.object.name ?? '',
    container?.object.name ?? '',
  ];
}

/** A file of settings has the name of its app, or its folder has: `opengist.sops.yaml`, `immich/values.yaml`, `immich/environments/home/home.yaml`. */
export const namesOfFile = (file: string): string[] => {
  const [stem, folder] = [posix.basename(file).split('.', 1)[0]!, posix.basename(posix.dirname(file))];
  return [...(stem === folder ? [] : [stem]), nameOfFile(file)].filter((name) => !noNames.test(plainName(name)));
};

/** What a client is called. Many are called `grafana-oidc` or `Provider for Grafana`. */
function namesOfClient({ slug, label, name, clientId }: IdpEnd): string[] {
  const own = [slug?.value, label, name?.value, known(clientId?.value)].flatMap((one) => one ?? []);
  return own.flatMap((one) => [
    one,
    one.replace(/^(?:provider|oidc|oauth2?)[-_ ](?:for )?/i, ''),
    one.replace(/[-_ ](?:oidc|oauth2?|sso|provider|client|login)$/i, ''),
  ]);
}

/** `immich` and `immich-config` of `immich-config-template`. */
const beginnings = (name: string): string[] => [...name.matchAll(/[-_.]/g)].map(({ index }) => name.slice(0, index));

/** Names of what logs in for others, and of parts of any app. */
const noNames =
  /^(?:|oauth2?proxy|oidc|auth|sso|app|apps|default|config|configuration|secrets?|values|server|web|ui|client|provider|proxy|main|file|all|groupvars|hostvars|inventory)$/;

/** `home-assistant` and `Home Assistant` are one name. */
const plainNames = (names: readonly string[]): string[] => [...new Set(names.map(plainName))].filter((name) => !noNames.test(name));
