import { grouped } from '../../contract/grouped.ts';
import { samePlace } from '../../manifest/reader.ts';
import type { Located } from '../../contract/observed.ts';
import { plainName } from '../../contract/plain-name.ts';
import { providersOf } from '../../idp/known-providers.ts';
import { namesIssuer } from '../../contract/issuer-setting.ts';
import { bareContainers } from '../../login/bare-variables.ts';
import { ownedBy } from '../../login/owned-by.ts';
import { environmentEnds, formsByVariable, isInBrowser, secretOf, turnsOff } from '../../login/environment-form.ts';
import { installsProvider, namesProvider, providersByHost } from '../../idp/hosts.ts';
import { genericSettingsEnds } from '../../login/generic-settings.ts';
import { isSwitchedOff } from '../../login/is-switched-off.ts';
import { isOutside } from '../../login/outside.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import { issuerOfDiscovery, type LoginEnd, oidcEnd, redirectAt, scopesOf } from '../../login/login-end.ts';
import { settingsOf } from '../../login/settings.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { hostOf, slugOf } from '../../tree/known.ts';
import { knownApps } from './known-apps.ts';
import { hiddenProviders } from './hidden-providers.ts';

const formsOf = formsByVariable(knownApps);

const issuer = /^(https?:\/\/[^/]+\/application\/o\/[^/]+\/?)(?:\.well-known\/openid-configuration)?$/;

/**
 * Reads an app's end that is in a container's environment: by the names that an app or many apps have for it, else by an address of authentik's
 * application and a client id in a variable that ends in `CLIENT_ID`; and in maps of settings that have a client id and an issuer side by side.
 */
export function readOidcApp(manifests: Manifests, before: readonly LoginEnd[] = []): LoginEnd[] {
  const hosts = providersByHost(manifests);
  const isProvider = (host: string) => hosts.has(host) || (isInsideHost(host) && namesProvider(host, manifests));
  // An issuer with the name of a provider before it is no other's.
  const titles = providersOf(manifests).map(({ facts }) => plainName(facts.name));
  const isNamed = (variable: string) => titles.some((title) => plainName(variable).startsWith(title));
  const endsOf = (container: Container): LoginEnd[] => {
    for (const form of formsOf(container.env)) {
      const ends = environmentEnds(form, [container]);
      if (ends.length > 0) return ends;
      // Its words are no other app's then.
      if (turnsOff(form, container)) return [];
    }
    const hidden = hiddenProviders(container);
    return hidden.length > 0 ? hidden : byValue(container, isProvider, isNamed);
  };
  // What an app with a form of its own has said of a file is no second login.
  const said = new Set(before.flatMap(({ clientId }) => (clientId === undefined ? [] : placeOf(clientId))));
  const places = grouped(
    before.map(({ at: { at } }) => at),
    ({ file }) => file,
  );
  // Nor is the Secret that it takes its client from.
  const taken = new Set(
    before.flatMap(({ object, secret, idSecret }) => [secret, idSecret].flatMap((one) => (one === undefined ? [] : `${object.namespace} ${one.name.value}`))),
  );
  const generic = genericSettingsEnds(
    settingsOf(manifests),
    (chart) => installsProvider(chart, manifests),
    (address) => hosts.has(hostOf(address) ?? ''),
    (map) => places.get(map.file)?.some((at) => samePlace(at, map.located(undefined).at)) === true,
  ).filter(
    ({ clientId, object }) =>
      !(clientId !== undefined && said.has(placeOf(clientId))) && !(object.kind.endsWith('Secret') && taken.has(`${object.namespace} ${object.name}`)),
  );
  const owned = [...manifests.containers.flatMap(endsOf), ...generic.filter(({ object }) => object.kind !== 'file')];
  const isOwned = ownedBy([...before, ...owned], manifests);
  const inFiles = generic.filter((end) => end.object.kind === 'file' && !isOwned(end));
  const isOwnedToo = ownedBy([...before, ...owned, ...inFiles], manifests);
  const bare = bareContainers(manifests)
    .flatMap(endsOf)
    .filter((end) => !isOwnedToo(end));
  return [...owned, ...[...inFiles, ...bare].map((end): LoginEnd => ({ ...end, loose: true, unknownApp: true }))];
}

const placeOf = ({ value, at: { file } }: Located<string>): string => `${file} ${value}`;

/** By an issuer of authentik; by a provider's own address, or a name inside the cluster, where an issuer belongs; or by names that speak of a login. */
function byValue(container: Container, isProvider: (host: string) => boolean, isNamed: (variable: string) => boolean): LoginEnd[] {
  const { env, object, release } = container;
  const speaks = (name: string): boolean => ofLogin.test(name) || isNamed(name);
  const texts = [...env].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]));
  const found =
    texts.find(([, { value }]) => issuer.test(value) && slugOf(value) !== undefined) ??
    texts.find(([name, { value }]) => namesIssuer(name) && value.startsWith('http') && isProvider(hostOf(value) ?? '')) ??
    texts.find(([name, { value }]) => namesIssuer(name) && speaks(name) && /^(?:https?:\/\/|\$\{)/.test(value));
  const at = found?.[1];
  const ending = (end: RegExp) => [...env].find(([name]) => end.test(name))?.[1];
  const clientId = at === undefined ? (namedId(env) ?? idBesideAddresses(env)) : ending(/(?:^|_)CLIENT_?ID$/i);
  const secret = ending(/(?:^|_)CLIENT_?SECRET$/i);
  // Where settings come from a Secret that is not read, the client id may be there; beside a client secret it may be the app's own, or in a file.
  const isHidden =
    clientId === undefined &&
    at !== undefined &&
    texts.some(([name, { value }]) => value === at.value && (container.hidden ? speaks(name) : secret !== undefined && isNamed(name)));
  if ((clientId === undefined && !isHidden) || isSwitchedOff(clientId?.name ?? found![0], env)) return [];
  const url = at === undefined ? '' : (issuer.exec(at.value)?.[1] ?? issuerOfDiscovery(at.value));
  const callback = callbackOf(env, clientId?.name ?? '')?.value;
  // `MATRIX_SESSION_SCOPE` beside it is a scope of something else.
  const scopes = scopesOf(ending(/(?:^|(?<!SESSION)_)SCOPES?$/i)?.value);
  return [
    oidcEnd({
      app: 'oidc-app',
      unknownApp: true,
      called: 'the app',
      object,
      release,
      container,
      at: clientId === undefined ? at! : (clientId.value ?? clientId.at),
      // Whether the app wants the slash at its end differs; the issuer of authentik has one.
      issuer: at === undefined ? undefined : { ...at, value: url.endsWith('/') || slugOf(url) === undefined ? url : `${url}/` },
      clientId: clientId?.value,
      // Where settings come from a Secret, the client secret may be there too.
      confidential: secret !== undefined ? true : at === undefined || container.hidden || isInBrowser(env) ? undefined : false,
      ...redirectAt({ whole: callback, at: clientId?.at ?? at! }),
      scopes,
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      secret: secretOf(secret),
      idSecret: secretOf(clientId),
    }),
  ];
}

/**
 * The redirect URI beside a client id: `APP_BROWSER_REDIRECT_URL` beside `APP_OPENID_CLIENT_ID` is something else where both have one. Where the browser
 * goes after sign-out is no address of the login, and a base is the beginning of one.
 */
function callbackOf(env: Container['env'], clientId: string): Variable | undefined {
  const stem = clientId.replace(/CLIENT_?ID$/i, '');
  const all = [...env].filter(([name]) => /(?:REDIRECT|CALLBACK)_UR[IL]$/i.test(name) && !/(?:SIGN|LOG)_?(?:OUT|OFF)|BASE_?(?:REDIRECT|CALLBACK)/i.test(name));
  const beside =
    (stem === '' ? undefined : all.find(([name]) => name.startsWith(stem))) ??
    all.find(([name]) => ofLogin.test(name)) ??
    (all.length === 1 ? all[0] : undefined);
  return beside?.[1];
}

/**
 * The client id of a login whose issuer is in a Secret or has a name of its own: OIDC and the like alone tell it. `OAUTH` is also what access to mail
 * and to APIs is called, and needs a word of sign-in beside it.
 */
function namedId(env: Container['env']): Variable | undefined {
  const names = [...env.keys()].filter((name) => name.length <= 253);
  const signsIn = names.some(
    (name) => /OAUTH/i.test(name) && /ISSUER|DISCOVERY|WELL_?KNOWN|REDIRECT|SCOPES?$|AUTH(?:ORI[SZ]\w{2,9})?_?(?:URL|ENDPOINT)|PROVIDER_URL/i.test(name),
  );
  const name = names.find((one) => /CLIENT_?ID$/i.test(one) && (/OIDC|OPENID|SSO/i.test(one) || (signsIn && /OAUTH/i.test(one) && !foreign.test(one))));
  return name === undefined ? undefined : env.get(name);
}

/**
 * The client id beside the addresses of a sign-in page and of tokens, or of users, that begin alike and are nobody's in the world outside: an app has
 * words of its own for its login.
 */
function idBesideAddresses(env: Container['env']): Variable | undefined {
  const names = [...env.keys()].filter((name) => name.length <= 253 && !foreign.test(name));
  const found = names.find((name) => {
    const [, start] = /^(.{2,200}?_)CLIENT_?ID$/i.exec(name) ?? [];
    if (start === undefined) return false;
    const has = (end: RegExp) => names.some((one) => one.startsWith(start) && end.test(one.slice(start.length)) && !isOutside(env.get(one)?.value?.value));
    return has(/^(?:ACCESS_?)?TOKEN_?(?:URL|URI|ENDPOINT)$/i) && has(/^(?:AUTH(?:ORI[SZ](?:E|ATION))?|USER(?:_?INFO)?)_?(?:URL|URI|ENDPOINT)$/i);
  });
  return found === undefined ? undefined : env.get(found);
}

/** Providers of the world outside: a login there is none of the cluster's. */
const foreign = /GOOGLE|GITHUB|GITLAB|MICROSOFT|AZURE|DISCORD|FACEBOOK|TWITCH|SPOTIFY|SLACK|DROPBOX|TAILSCALE|TS_/i;

const ofLogin = /OIDC|OPENID|OAUTH|SSO/i;
