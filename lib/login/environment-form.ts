import type { Seen } from '../contract/observed.ts';
import type { Container, Variable } from '../tree/containers.ts';
import { issuerOfDiscovery, type LoginEnd, oidcEnd, scopesOf, withOpenid } from './login-end.ts';

/** How an app takes its login from environment variables. Of several names the first that is set counts. */
export interface EnvironmentForm {
  readonly app: string;
  /** Its name in messages, where that is not `app`. */
  readonly called?: string;
  readonly clientId: readonly string[];
  readonly secret: readonly string[];
  /** An issuer or a discovery URL. */
  readonly issuer: readonly string[];
  readonly scopes?: readonly string[];
  /** What separates scopes, where that is no space or comma. */
  readonly separator?: RegExp;
  /** What it asks for when no variable says it; undefined when nobody can tell. */
  readonly defaultScopes: string | undefined;
  /** `openid` is added by the app itself. */
  readonly addsOpenid?: true;
  /** A variable with the whole redirect URI, or one with the app's address, which the path follows. */
  readonly redirect?: readonly string[];
  readonly base?: readonly string[];
  readonly path?: string;
  readonly other?: RegExp;
  readonly exactIssuer: boolean;
  readonly verifiedEmail?: true;
  /** It asks for refresh tokens by itself, or whenever `offline_access` is among its scopes. */
  readonly refreshes?: 'always';
  readonly groups?: readonly string[];
  /** A user must be in one of these groups, or the app refuses the login. */
  readonly decides?: string;
  /** Without a variable for its secret nobody can tell whether it has one. */
  readonly secretMayHide?: true;
  /** Its variables are also those of others: only both of issuer and client id tell it, or its image. */
  readonly shared?: true;
  readonly image?: RegExp;
  /** Variables without which the redirect URI is wrong. */
  readonly needs?: readonly string[];
  /** A variable that switches the login off, and the value that does so. */
  readonly off?: readonly [string, RegExp];
}

const has = (env: ReadonlyMap<string, Variable>, names: readonly string[]): boolean => names.some((name) => env.has(name));

/** Logins in the environment of containers: apps are told by the names of their variables. */
export function environmentEnds(form: EnvironmentForm, containers: readonly Container[]): LoginEnd[] {
  return containers.filter((container) => isForm(form, container)).map((container) => endOf(form, container));
}

/** Whether a container's variables are those of an app. */
export function isForm({ shared, image, issuer, clientId, off }: EnvironmentForm, { env, image: runs }: Container): boolean {
  if (off?.[1].test(env.get(off[0])?.value?.value ?? '') === true) return false;
  return shared === true && image?.test(runs) !== true ? has(env, issuer) && has(env, clientId) : has(env, issuer) || has(env, clientId);
}

function endOf(form: EnvironmentForm, container: Container): LoginEnd {
  const { env, object, release } = container;
  const variable = (names: readonly string[] = []) => names.map((name) => env.get(name)).find((one) => one !== undefined);
  const value = (names?: readonly string[]): Seen<string> | undefined => variable(names)?.value;
  const at = (variable(form.clientId) ?? variable(form.issuer))!.at;
  const secret = variable(form.secret);
  const issuer = value(form.issuer);
  const scopes = scopesAsked(form, variable(form.scopes), at);
  const base = value(form.base);
  const redirect =
    value(form.redirect) ?? (base === undefined || form.path === undefined ? undefined : { ...base, value: base.value.replace(/\/$/, '') + form.path });
  const groups = scopesOf(value(form.groups)) ?? [];
  return oidcEnd({
    app: form.app,
    called: form.called ?? form.app,
    object,
    release,
    container,
    at,
    groups,
    exactIssuer: form.exactIssuer,
    usesGroups: groups[0],
    deciders: form.decides === undefined || groups.length === 0 ? undefined : [{ what: form.decides, groups, at: groups[0]! }],
    clientId: value(form.clientId),
    issuer: issuer === undefined ? undefined : { ...issuer, value: issuerOfDiscovery(issuer.value) },
    scopes,
    sends: redirect === undefined ? undefined : [redirect],
    otherRedirects: form.other,
    refresh: form.refreshes === 'always' ? at : scopes?.find((scope) => scope.value === 'offline_access'),
    missing: missingOf(form, container),
    confidential: secret !== undefined ? true : container.hidden || form.secretMayHide === true ? undefined : false,
    secret: secretOf(secret),
    idSecret: secretOf(variable(form.clientId)),
    needsVerifiedEmail: form.verifiedEmail === true ? at : undefined,
  });
}

/** The Secret that a variable comes from. */
export function secretOf(variable: Variable | undefined): LoginEnd['secret'] {
  return variable?.from?.kind === 'Secret' ? { name: variable.from.seen, key: { ...variable.from.seen, value: variable.from.key } } : undefined;
}

function scopesAsked(form: EnvironmentForm, given: Variable | undefined, at: Seen<string>): Seen<string>[] | undefined {
  const text = given === undefined ? (form.defaultScopes === undefined ? undefined : { ...at, value: form.defaultScopes }) : given.value;
  const asked = scopesOf(text === undefined || form.separator === undefined ? text : { ...text, value: text.value.replace(form.separator, ' ') });
  return form.addsOpenid === true ? withOpenid(asked, at) : asked;
}

/** Variables that the app needs: not there, or without a value. A whole Secret as environment may hold any of them. */
function missingOf(form: EnvironmentForm, { env, hidden, image }: Container): LoginEnd['missing'] {
  const told = form.shared !== true || form.image?.test(image) === true;
  const needs = [
    { name: 'client id', names: form.clientId },
    { name: 'issuer', names: form.issuer },
    ...(form.needs ?? []).map((one) => ({ name: one, names: [one] })),
  ];
  const absent = !told || hidden ? [] : needs.filter(({ names }) => !has(env, names)).map(({ name, names }) => ({ name, wanted: names[0]! }));
  const empty = [...form.clientId, ...form.secret, ...form.issuer, ...(form.scopes ?? []), ...(form.redirect ?? []), ...(form.base ?? [])].flatMap((name) => {
    const variable = env.get(name);
    return variable !== undefined && variable.value === undefined && variable.from === undefined && variable.elsewhere !== true
      ? [{ name: `value for ${name}`, wanted: name, at: variable.at }]
      : [];
  });
  return absent.length + empty.length === 0 ? undefined : [...absent, ...empty];
}
