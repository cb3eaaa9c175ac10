import type { Located } from '../contract/observed.ts';
import { plainName } from '../contract/plain-name.ts';
import { namesIssuer } from '../contract/issuer-setting.ts';
import type { Reader } from '../manifest/reader.ts';
import { slugOf } from '../tree/known.ts';
import { nodesWhere } from '../tree/walk.ts';
import { isMap } from '../manifest/reader.ts';
import { Tagged } from '../manifest/tagged.ts';
import { issuerOf, type LoginEnd, oidcEnd, scopesOf } from './login-end.ts';
import { isOutside } from './outside.ts';
import type { Settings } from './settings.ts';

/** Identity providers that are not read: their own settings name their clients too. */
const unread = /^(?:kaniop|ory|hydra|casdoor|rauthy|lldap)/;

/**
 * Logins in settings of apps that nobody knows: maps that have a client id and an issuer side by side. Their scopes and their way back are known where
 * they stand there too.
 *
 * @param isProvider whether a chart installs an identity provider, whose settings name its clients
 * @param isAtProvider whether an address is at the host of one: what is beside a client id, and no endpoint, is the issuer then
 * @param isTaken whether an app with a form of its own has read a map
 */
export function genericSettingsEnds(
  all: readonly Settings[],
  isProvider: (chart: string) => boolean,
  isAtProvider: (address: string) => boolean = () => false,
  isTaken: (map: Reader) => boolean = () => false,
): LoginEnd[] {
  return all.flatMap((settings) =>
    unread.test(settings.release?.chart ?? '') || isProvider(settings.release?.chart ?? '')
      ? []
      : [settings.root, ...nodesWhere(settings.root, mayNameClient)].flatMap((map) => endIn(map, settings, isAtProvider).filter(() => !isTaken(map))),
  );
}

/** A map with a client id, or called like a login, whose blocks may have one: all that an end is made from. */
function mayNameClient(raw: unknown, name: string | number): boolean {
  const value = raw instanceof Tagged ? raw.value : raw;
  return isMap(value) && (ofLogin.test(String(name)) || Object.keys(value).some((key) => /client[^a-z0-9]{0,9}id/i.test(key)));
}

type Entry = readonly [string, Reader];

function endIn(map: Reader, { object, release, container }: Settings, isAtProvider: (address: string) => boolean): LoginEnd[] {
  const entries = entriesOf(map);
  // Arguments of kube-apiserver are read as those.
  if (entries.length < 2 || (map.get('oidc-issuer-url').exists && map.get('oidc-client-id').exists)) return [];
  if (map.get('enabled').scalar() === false) return [];
  const ending = (end: RegExp, without?: RegExp) => entries.find(([key]) => end.test(plainName(key)) && without?.test(plainName(key)) !== true)?.[1];
  const clientId = idIn(entries);
  const issuer = issuerIn(entries) ?? ofServer(map) ?? (clientId === undefined || entries.some(isPath) ? undefined : rootOf(entries, isAtProvider));
  // Without an issuer, the addresses of its sign-in page and of its tokens tell as much.
  const endpoints = [
    /^(?:auth|authori[sz]e|authori[sz]ation)(?:ur[li]|endpoint|address)$/,
    /^(?:access)?token(?:ur[li]|endpoint|address)$/,
    /^(?:user(?:info)?|profile)(?:ur[li]|endpoint|address)$/,
  ].map((end) => entries.find(([key, node]) => end.test(plainName(key)) && node.tag === undefined && isAddress(node.text() ?? ''))?.[1].locatedText());
  const isElsewhere = clientId === undefined && entries.some(isReference) && (ofLogin.test(String(map.key)) || map.get('clientIdKey').exists);
  if (clientId === undefined && !isElsewhere) return [];
  if (issuer === undefined && ((endpoints[0] ?? endpoints[2]) === undefined || endpoints[1] === undefined || endpoints.some((one) => isOutside(one?.value))))
    return [];
  // Where the browser goes after sign-out is no address of the login, and a base is the beginning of one.
  const redirect = ending(/(?:redirect|callback)ur[il]$/, /signout|logout|signoff|base(?:redirect|callback)/)?.locatedText();
  const list = ending(/scopes?$/);
  const scopes = Array.isArray(list?.value) ? list.items().flatMap((item) => scopesOf(item.locatedText()) ?? []) : scopesOf(list?.locatedText());
  return [
    oidcEnd({
      app: 'oidc',
      called: 'the app',
      object,
      release,
      container,
      at: clientId ?? issuer ?? map.located(undefined),
      clientId,
      ...issuerOf(issuer, undefined),
      endpoints: issuer === undefined ? endpoints.filter((one) => one !== undefined) : [],
      exactIssuer: false,
      scopes: scopes?.some(({ value }) => value === 'openid') === true ? scopes : undefined,
      sends: redirect === undefined || !isAddress(redirect.value) ? undefined : [redirect],
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
    }),
  ];
}

/** Entries of a map; of a block that is called like a login, those of the maps in it as well: `oidc: { client: { id }, provider: { issuer } }`. */
function entriesOf(map: Reader): Entry[] {
  const own = map.entries();
  if (!ofLogin.test(String(map.key)) || (idIn(own) !== undefined && issuerIn(own) !== undefined)) return own;
  const inner = own.flatMap(([, node]) => node.entries());
  const isWhole = own.some(([, node]) => idIn(node.entries()) !== undefined && issuerIn(node.entries()) !== undefined);
  return isWhole ? own : [...own, ...inner];
}

// Names of variables are read as variables.
const idIn = (entries: readonly Entry[]) =>
  entries
    .find(([key, node]) => plainName(key).endsWith('clientid') && !/^[A-Z0-9_]+$/.test(key) && node.tag === undefined && (node.text() ?? '') !== '')?.[1]
    .locatedText();
const issuerIn = (entries: readonly Entry[]) =>
  entries
    .find(([key, node]) => node.tag === undefined && isAddress(node.text() ?? '') && (namesIssuer(key) || slugOf(node.text()) !== undefined))?.[1]
    .locatedText();

/**
 * keycloak/keycloak-js lib/keycloak.d.ts, KeycloakServerConfig: `url` is the server's address, and `realm` what its issuers end in. With a password beside
 * them they are what Terraform's and Crossplane's providers ask Keycloak's API with.
 */
function ofServer(map: Reader): Located<string> | undefined {
  const [url, realm] = [map.get('url').locatedText(), map.text('realm')];
  return url === undefined || realm === undefined || map.get('password').exists || !isAddress(url.value) || url.value.includes('/realms/')
    ? undefined
    : { ...url, value: `${url.value.replace(/\/$/, '')}/realms/${realm}` };
}

/** The address of a provider by whatever name: `oidc_provider`, `endpoint`. A sign-out page and the endpoints of a login are others. */
const rootOf = (entries: readonly Entry[], isAtProvider: (address: string) => boolean) =>
  entries
    .find(
      ([key, node]) =>
        node.tag === undefined &&
        !/logout|signout|redirect|callback|loginur[li]$/.test(plainName(key)) &&
        !isOfApi(key, entries) &&
        isAddress(node.text() ?? '') &&
        isRoot(node.text()!) &&
        isAtProvider(node.text()!),
    )?.[1]
    .locatedText();

/** An address beside a token of the same name is where its API is asked: `authentik_url` and `authentik_token` are what Terraform's provider takes. */
const isOfApi = (key: string, entries: readonly Entry[]): boolean => {
  const stem = plainName(key).replace(/(?:ur[li]|host|endpoint|address|server)$/, '');
  return (
    stem !== '' &&
    entries.map(([other]) => plainName(other)).some((other) => other.startsWith(stem) && /^(?:api|admin|access)?(?:token|key)$/.test(other.slice(stem.length)))
  );
};

/** Endpoints as paths stand behind a host, which is no issuer then: `host: https://id.example`, `token_endpoint: /token`. */
const isPath = ([key, node]: Entry): boolean =>
  /(?:endpoint|ur[li]|path)$/.test(plainName(key)) && /token|auth/.test(plainName(key)) && (node.text() ?? '').startsWith('/');

/** An address with nothing behind the host, or what an issuer has there. */
const isRoot = (text: string): boolean =>
  /^[^?#]{3,300}?:\/\/[^/?#]{1,300}(?:\/|\/\.well-known\/openid-configuration|\/realms\/[^/]{1,100}\/?|\/oauth2\/openid\/[^/]{1,100}\/?)?$/.test(text);

/** Says that client id and secret are in an object: `existingSecret: board`, `clientId: { secretKeyRef: … }`. */
const isReference = ([key, node]: Entry): boolean =>
  /secret(?:name|ref)?$/.test(plainName(key)) && !plainName(key).endsWith('clientsecret')
    ? (node.text() ?? '') !== '' || node.get('name').exists
    : plainName(key).endsWith('clientid') && node.keys().length > 0;

/** What a block with a login is called. */
const ofLogin = /^(?:\w{0,30}_)?(?:oidc|openid(?:_?connect)?|sso|oauth2?)(?:config)?$/i;

const isAddress = (text: string) => /^(?:https?:\/\/|\$\{)/.test(text);
