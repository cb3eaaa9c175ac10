import { plainName } from '../contract/plain-name.ts';
import { addTo } from '../contract/add-to.ts';
import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Container, Variable } from '../tree/containers.ts';
import { hostOf, known } from '../tree/known.ts';
import { isAtLeast, rangeOf } from '../tree/version-range.ts';
import { isSwitchedOff } from './is-switched-off.ts';
import { pathAsSecret } from './path-as-secret.ts';
import { expandForm } from './expand-form.ts';
import type { LoginForm } from './login-form.ts';
import { issuerOf, type LoginEnd, oidcEnd, redirectAt, scopesOf, takesOf, withOpenid } from './login-end.ts';

/**
 * How an app takes its login from environment variables. Where an app has several logins, `*` stands
 * for the name of one, in all names and in the path: `OIDC_*_CLIENT_ID`. In the path `{NAME:word}` is the value of a variable, and the word if nothing sets it.
 */
export interface EnvironmentForm extends LoginForm {
  readonly clientId: readonly string[];
  /** The client id if no variable sets one. */
  readonly defaultClientId?: string;
  /** A scope that it asks for when a variable names groups. */
  readonly groupsScope?: string;
  /** What separates scopes, where that is no space or comma. */
  readonly separator?: RegExp;
  /** A path that begins the sign-in, and what the redirect URI has in its place. */
  readonly begins?: LoginEnd['begins'];
  readonly other?: RegExp;
  /** Set if the app refuses unverified e-mail addresses: the variable and the value that turn this off. */
  readonly verifiedEmail?: true | readonly [string, RegExp];
  /** Whether the app uses refresh tokens: always, or only with the scope `offline_access`. */
  readonly refreshes?: 'always';
  /** Variables of which one has to be set before it uses PKCE. */
  readonly pkceBy?: readonly string[];
  /** Without a variable for its secret nobody can tell whether it has one. */
  readonly secretMayHide?: true;
  /** Set if other apps use the same variables: the app is recognised only by its image, or by issuer (or another URL) and client id together. */
  readonly shared?: true;
  readonly image?: RegExp;
  /** What else than the app's own name an image of it may be called. */
  readonly imageWords?: RegExp;
  /** A chart of its own that passes variables on as they are. */
  readonly chart?: string;
  /** Variables without which the redirect URI is wrong. */
  readonly needs?: readonly string[];
  /** Variables of which one has to be there since a version of the app. */
  readonly needsSince?: { readonly version: readonly number[]; readonly names: readonly string[] };
  /** Set if the app can be its own issuer. That is not a login at an identity provider. */
  readonly mayServeItself?: true;
  /** A variable without which there is no login. */
  readonly on?: string;
}

const switchOf = ({ off }: EnvironmentForm): string[] => (off === undefined ? [] : [off[0]]);
const has = (env: ReadonlyMap<string, Variable>, names: readonly string[] = []): boolean => names.some((name) => env.has(name));

/**
 * Logins in the environment of containers: apps are told by the names of their variables.
 *
 * @example
 * const form = { app: 'wiki', issuer: ['WIKI_OIDC_ISSUER'], clientId: ['WIKI_OIDC_CLIENT_ID'], secret: ['WIKI_OIDC_SECRET'], exactIssuer: true };
 * environmentEnds(form, manifests.containers).map(({ app }) => app) // ['wiki']
 */
export function environmentEnds(form: EnvironmentForm, containers: readonly Container[]): LoginEnd[] {
  const ends = containers.flatMap((container) =>
    isStore.test(container.image)
      ? []
      : expandForm(form, container.env)
          .filter((one) => isForm(one, container) && !(one.mayServeItself === true && servesItself(one, container)))
          .map((one) => endOf(one, container)),
  );
  // A job beside the app has its settings, and none of its secrets.
  const isWhole = (end: LoginEnd) => end.clientId !== undefined || end.idSecret !== undefined || end.container?.hidden === true;
  return ends.filter((end) => isWhole(end) || !ends.some((other) => other.object === end.object && isWhole(other)));
}

/**
 * Finds the forms that the variables of a container may be of, in their order: most apps set none of the names that tell one.
 *
 * @example formsByVariable(knownApps)(container.env)
 */
export function formsByVariable(forms: readonly EnvironmentForm[]): (env: ReadonlyMap<string, unknown>) => readonly EnvironmentForm[] {
  const byName = new Map<string, EnvironmentForm[]>();
  const anyName = new Set<EnvironmentForm>();
  for (const form of forms)
    for (const name of [form.clientId, form.issuer, form.endpoints, switchOf(form)].flatMap((names) => names ?? [])) {
      if (name.includes('*')) anyName.add(form);
      else addTo(byName, name, form);
    }
  return (env) => {
    const some = new Set(anyName);
    for (const name of env.keys()) for (const form of byName.get(name) ?? []) some.add(form);
    return forms.filter((form) => some.has(form));
  };
}

/** Databases get the Secret of their app as environment, with what it has for its login. */
const isStore = /(?:^|\/)(?:postgres(?:ql)?|mariadb|mysql|redis|valkey|dragonfly|memcached|mongo(?:db)?|pgvecto-rs|postgres-init)$/;

/** Whether a container's variables are those of an app, and switch its login off. */
export const turnsOff = (form: EnvironmentForm, container: Container): boolean =>
  expandForm(form, container.env).some((one) => hasForm(one, container) && isOff(one, container));

/** Whether a container's variables are those of an app that logs in. */
const isForm = (form: EnvironmentForm, container: Container): boolean => !isOff(form, container) && hasForm(form, container);

/** By the app's own switch; where many apps share the words, by any that is called like one. */
const isOff = ({ off, shared, clientId }: EnvironmentForm, { env }: Container): boolean =>
  off === undefined ? shared === true && clientId.some((name) => isSwitchedOff(name, env)) : off[1].test(env.get(off[0])?.value?.value ?? '');

function hasForm(form: EnvironmentForm, { env, image: runs, hidden, release, object }: Container): boolean {
  const { shared, marks, image, issuer, endpoints, clientId, off } = form;
  const isImage = image?.test(runs) === true;
  if (shared === true && !isImage && !mayRun(form, `${runs} ${release?.chart ?? ''} ${object.name}`, runs)) return false;
  if (marks !== undefined && !isImage && !has(env, marks)) return false;
  const named = has(env, issuer) || has(env, endpoints);
  // Switched on here, and the rest in a Secret that is not here.
  if (hidden && isImage && off !== undefined && /^(?:true|1|on)$/i.test(env.get(off[0])?.value?.value ?? '')) return true;
  return shared === true && !isImage ? named && has(env, clientId) : named || has(env, clientId);
}

/**
 * Many apps share these words: an image, or a release, that speaks of another app runs that. Where no image is said, anything may; and a library is in apps
 * of any name.
 */
const mayRun = ({ app, called, imageWords }: EnvironmentForm, names: string, runs: string): boolean =>
  called !== undefined || runs === '' || known(runs) === undefined || imageWords?.test(names) === true || plainName(names).includes(plainName(app));

function endOf(form: EnvironmentForm, container: Container): LoginEnd {
  const { env, object, release } = container;
  const variable = (names: readonly string[] = []) => names.map((name) => env.get(name)).find((one) => one !== undefined);
  const value = (names?: readonly string[]): Located<string> | undefined => variable(names)?.value;
  const at = (variable(form.clientId) ?? variable(form.issuer) ?? variable(form.endpoints) ?? variable(switchOf(form)))!.at;
  // A file that is mounted may hold it, as images by Docker's convention take any variable.
  const secret = variable(form.secret) ?? variable(form.secret?.map((name) => `${name}_FILE`));
  const issuer = value(form.issuer);
  const isByGroups = form.groupsClaim === undefined || (value([form.groupsClaim[0]])?.value ?? form.groupsClaim[1]) === 'groups';
  const groups = isByGroups ? (form.groups ?? []).flatMap((name) => scopesOf(env.get(name)?.value) ?? []) : [];
  const added = has(env, form.groups) && !has(env, form.scopes) ? scopesOf({ ...at, value: form.groupsScope ?? '' }) : [];
  const scopes = scopesAsked(form, variable(form.scopes), at)?.concat(scopesOf(value(form.moreScopes)) ?? [], added ?? []);
  return oidcEnd({
    app: form.app,
    called: form.called ?? form.app,
    object,
    release,
    container,
    at,
    groups,
    exactIssuer: form.exactIssuer ?? false,
    refusesHs256: form.refusesHs256,
    tokenEndpointAuthMethod: form.tokenEndpointAuthMethod,
    pkce: form.pkceBy === undefined || container.hidden || has(env, form.pkceBy) ? undefined : false,
    usesGroups: groups[0],
    deciders: form.decides === undefined || groups.length === 0 ? undefined : [{ what: form.decides, groups, at: groups[0]! }],
    clientId: value(form.clientId) ?? byDefault(form, container, at),
    ...issuerOf(issuer, takesOf(form)),
    endpoints: (form.endpoints ?? []).flatMap((name) => env.get(name)?.value ?? []),
    scopes,
    ...redirectAt({ whole: value(form.redirect), base: value(form.base), path: pathOf(form, env), at }),
    begins: form.begins,
    otherRedirects: form.other,
    anyHost: form.anyHost,
    answersAt: form.answersAt,
    refresh: form.refreshes === 'always' ? at : scopes?.find((scope) => scope.value === 'offline_access'),
    missing: missingOf(form, container),
    // Empty text may take a secret away, or stand for one that comes later.
    confidential:
      secret?.value?.value === ''
        ? undefined
        : secret !== undefined
          ? true
          : container.hidden || isOfItsChart(container) || form.secretMayHide === true || (form.shared === true && isInBrowser(env))
            ? undefined
            : false,
    secret: secretOf(secret),
    secretPath: pathAsSecret(secret?.name ?? '', secret?.value),
    idSecret: secretOf(variable(form.clientId)),
    needsVerifiedEmail: verifies(form, env) ? at : undefined,
  });
}

/** The path of the redirect URI; undefined where a variable in it has a value that nobody sees. */
function pathOf({ path }: EnvironmentForm, env: ReadonlyMap<string, Variable>): string | undefined {
  const [part, name = '', word] = /\{(\w+):(\w+)\}/.exec(path ?? '') ?? [];
  if (part === undefined || path === undefined) return path;
  const said = env.has(name) ? env.get(name)?.value?.value : word;
  return said === undefined ? undefined : path.replace(part, said);
}

/** An app that is told the keys of the provider, and no address of tokens, takes them in the browser, and needs no secret. */
export const isInBrowser = (env: ReadonlyMap<string, Variable>): boolean => {
  const names = [...env.keys()];
  return names.some((name) => /JWKS/i.test(name)) && !names.some((name) => /TOKEN/i.test(name));
};

function servesItself({ issuer, base }: EnvironmentForm, { env }: Container): boolean {
  const host = (names: readonly string[] = []) => names.map((name) => hostOf(env.get(name)?.value?.value)).find((one) => one !== undefined);
  return host(issuer) === undefined || host(issuer) === host(base);
}

/** The client id that the app has without being told, where no Secret may tell it another. */
const byDefault = (form: EnvironmentForm, { env, hidden }: Container, at: Located<string>): Located<string> | undefined =>
  form.defaultClientId === undefined || hidden || has(env, form.clientId) ? undefined : { ...at, value: form.defaultClientId };

function verifies({ verifiedEmail }: EnvironmentForm, env: ReadonlyMap<string, Variable>): boolean {
  if (verifiedEmail === undefined || verifiedEmail === true) return verifiedEmail === true;
  const [name, off] = verifiedEmail;
  const variable = env.get(name);
  return variable === undefined || (variable.value !== undefined && !off.test(variable.value.value));
}

/** The Secret that a variable comes from. */
export function secretOf(variable: Variable | undefined): LoginEnd['secret'] {
  return variable?.from?.kind === 'Secret' ? { name: variable.from.seen, key: { ...variable.from.seen, value: variable.from.key } } : undefined;
}

function scopesAsked(form: EnvironmentForm, given: Variable | undefined, at: Located<string>): Located<string>[] | undefined {
  const text = given === undefined ? (form.defaultScopes === undefined ? undefined : { ...at, value: form.defaultScopes }) : given.value;
  const asked = scopesOf(text === undefined || form.separator === undefined ? text : { ...text, value: text.value.replace(form.separator, ' ') });
  return form.addsOpenid === true ? withOpenid(asked, at) : asked;
}

/** Whether a chart of the app's own makes variables of its values, or takes them from a Secret that it names itself. */
const isOfItsChart = ({ release }: Container): boolean => release !== undefined && release.chart !== '' && release.chart !== 'app-template';

/** Whether settings may come from a file that is mounted, or from elsewhere in a chart. */
function mayStandElsewhere(container: Container): boolean {
  const { release, pod } = container;
  if (isOfItsChart(container)) return true;
  const isFile = (node: Reader) => ['configMap', 'secret', 'projected'].some((kind) => node.get(kind).exists || node.get('type').text() === kind);
  return [...pod.get('volumes').items(), ...(release?.get('persistence').items() ?? [])].some(isFile);
}

/** Variables that the app needs: not there, or without a value. A whole Secret as environment may hold any of them. */
function missingOf(form: EnvironmentForm, container: Container): LoginEnd['missing'] {
  const { env, image, tag } = container;
  const hidden = container.hidden || (mayStandElsewhere(container) && !(form.chart !== undefined && form.chart === container.release?.chart));
  const isCertain = form.shared !== true || form.image?.test(image) === true;
  const needs = [
    { name: 'client id', names: form.defaultClientId === undefined ? form.clientId : [] },
    // Three endpoints are as good as one discovery document.
    ...(has(env, form.endpoints) ? [] : [{ name: 'issuer', names: form.issuer ?? [] }]),
    ...(form.needs ?? []).map((one) => ({ name: one, names: [one] })),
    ...[form.needsSince].flatMap((since) =>
      since !== undefined && isAtLeast(rangeOf(tag), since.version) === true ? [{ name: since.names[0]!, names: since.names }] : [],
    ),
  ];
  // What is not switched on fails nobody.
  if (form.on !== undefined && !hidden && !env.has(form.on)) return undefined;
  const absent =
    !isCertain || hidden ? [] : needs.filter(({ names }) => names.length > 0 && !has(env, names)).map(({ name, names }) => ({ name, wanted: names[0]! }));
  const empty = [form.clientId, form.secret, form.issuer, form.scopes, form.redirect, form.base]
    .flatMap((names = []) => names)
    .flatMap((name) => {
      const variable = env.get(name);
      return variable !== undefined && variable.value === undefined && variable.from === undefined && variable.elsewhere !== true
        ? [{ name: `value for ${name}`, wanted: name, at: variable.at }]
        : [];
    });
  return absent.length + empty.length === 0 ? undefined : [...absent, ...empty];
}
