import type { Observed, Located } from '../../contract/observed.ts';
import { slugOf } from '../../tree/known.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import { type Change, change, listed } from './change.ts';
import type { Side } from './compare-entry.ts';
import { redirectChanges } from './compare-redirects.ts';
import { secretOfApp, secretOfClient } from './secret-print.ts';

/** What changed in how an app signs people in: client, issuer, redirect URIs, scopes, secret. */
export function compareLogin(before: Side, after: Side): Change[] {
  return [
    ...issuerChanges(before, after),
    ...clientChanges(before, after),
    ...redirectChanges(before.app, after.app),
    ...scopeChanges(before, after),
    ...secretChanges(before, after),
    ...openPathChanges(before, after),
  ];
}

/** A slug that was renamed, or an address that moved: both are part of the issuer. */
function issuerChanges({ app: was }: Side, { app: is }: Side): Change[] {
  const { name } = is;
  const slugs = [was, is].map(({ client, login }) => client?.slug ?? login?.slug);
  const issuers = [was, is].map(({ login, client }) => login?.issuer ?? client?.issuer ?? login?.endpoints[0]);
  const [oldSlug, newSlug] = slugs.map((seen) => seen?.value);
  const [oldHost, newHost] = issuers.map((seen) => hostTextOf(seen?.value));
  const subjects = [was, is].map(({ client }) => client?.subject);
  const changes: Change[] = [];
  const ends = is.isApiserver
    ? 'tokens of the old issuer are refused from then on, so everybody signs in again'
    : `all sessions of ${name} end, and an app that keeps accounts by issuer sees everybody as a new person`;
  const issuersDiffer = oldHost !== undefined && newHost !== undefined && oldHost !== newHost;
  // The outpost asks by the host, and knows no slug.
  const guarded = is.protocol === 'forward-auth';
  if (oldSlug !== undefined && newSlug !== undefined && oldSlug !== newSlug)
    changes.push(
      change(
        guarded ? 'neutral' : 'breaks',
        'issuer',
        `the slug of ${name} is \`${newSlug}\` instead of \`${oldSlug}\`${guarded ? ': its logins go on' : `, and with it the issuer is another: ${ends}`}`,
        slugs[1]!,
        { app: name },
      ),
    );
  if (issuersDiffer) changes.push(change('breaks', 'issuer', `the issuer of ${name} moves from ${oldHost} to ${newHost}: ${ends}`, issuers[1]!, { app: name }));
  else if (changes.length === 0 && was.login?.issuer !== undefined && is.login?.issuer !== undefined && trimmed(was.login.issuer) !== trimmed(is.login.issuer))
    changes.push(
      change('breaks', 'issuer', `${name} expects the issuer ${trimmed(is.login.issuer)} instead of ${trimmed(was.login.issuer)}: ${ends}`, is.login.issuer, {
        app: name,
      }),
    );
  if (subjects[0] !== undefined && subjects[1] !== undefined && subjects[0].value !== subjects[1].value)
    changes.push(
      change(
        'breaks',
        'subject',
        `${name} gets another name for each user (${subjects[1].value} instead of ${subjects[0].value}): it sees everybody as a new person`,
        subjects[1],
        { app: name },
      ),
    );
  return changes;
}

const trimmed = ({ value }: Located<string>): string => value.replace(/\/(?:\.well-known\/openid-configuration)?\/?$/, '');

function clientChanges({ app: was }: Side, { app: is }: Side): Change[] {
  const { name } = is;
  const changes: Change[] = [];
  const moved = (field: 'login' | 'client'): readonly [Located<string>, Located<string>] | undefined => {
    const [one, other] = [was[field]?.clientId, is[field]?.clientId];
    return one === undefined || other === undefined || one.value === other.value ? undefined : [one, other];
  };
  const [app, idp] = [moved('login'), moved('client')];
  const [from, to] = app ?? idp ?? [];
  if (from !== undefined && to !== undefined) {
    const hasBoth = is.login?.clientId !== undefined && is.client?.clientId !== undefined;
    const agree = !hasBoth || is.login.clientId.value === is.client.clientId.value;
    changes.push(
      change(
        agree && !is.isApiserver ? 'neutral' : 'breaks',
        'client',
        `the client id of ${name} is \`${to.value}\` instead of \`${from.value}\`${agree ? (is.isApiserver ? ': tokens for the old one are refused' : ' at both ends: everybody signs in again') : ', at one end alone: nobody can sign in'}`,
        to,
        { app: name },
      ),
    );
  }
  const [oldType, newType] = [was, is].map(({ client }) => client?.clientType);
  if (oldType !== undefined && newType !== undefined && oldType.value !== newType.value)
    changes.push(
      newType.value === 'public'
        ? change('opens', 'client-type', `the client of ${name} needs no secret any more: anyone who gets hold of a code can redeem it`, newType, { app: name })
        : change(
            is.login?.clientType?.value === 'public' ? 'breaks' : 'neutral',
            'client-type',
            `the client of ${name} asks for a secret now${is.login?.clientType?.value === 'public' ? ', which the app does not have: nobody can sign in' : ''}`,
            newType,
            { app: name },
          ),
    );
  const pkce = [was, is].map(({ login }) => login?.pkce);
  if (pkce[0] === true && pkce[1] === false) changes.push(change('neutral', 'pkce', `${name} signs in without PKCE from now on`, is.at, { app: name }));
  return changes;
}

/** Scopes that an app asks for or a client may give, and grants. */
function scopeChanges({ app: was }: Side, { app: is }: Side): Change[] {
  const { name } = is;
  const mapped = delta(was.client?.scopes, is.client?.scopes);
  const asked = delta(was.login?.scopes, is.login?.scopes);
  const grants = delta(was.client?.grants, is.client?.grants);
  const changes: Change[] = [];
  const risky = grants.gained.filter(({ value }) => /client_credentials|password|implicit|device_code/.test(value));
  for (const grant of risky) changes.push(change('opens', 'grant', `the client of ${name} may use the grant ${grant.value} too`, grant, { app: name }));
  if (grants.lost.length > 0)
    changes.push(
      change(
        grants.lost.includes('authorization_code') ? 'breaks' : 'neutral',
        'grant',
        `the client of ${name} may not use ${listed(grants.lost)} any more${grants.lost.includes('refresh_token') ? ': sessions end when their token does' : ''}`,
        is.client!.place,
        { app: name },
      ),
    );
  const given = asked.gained.length > 0 ? asked.gained : mapped.gained;
  if (given.length > 0)
    changes.push(
      change(
        'neutral',
        'scope',
        `${name} ${asked.gained.length > 0 ? 'asks for' : 'may ask for'} ${listed(given.map(({ value }) => value))} too: ${learns(given.map(({ value }) => value))}`,
        given[0]!,
        { app: name },
      ),
    );
  const lost = asked.lost.length > 0 ? asked.lost : mapped.lost;
  if (lost.length > 0) {
    const usesGroups = is.login?.usesGroups !== undefined && lost.includes('groups') && is.client?.groupsComeWith === undefined;
    changes.push(
      change(
        usesGroups ? 'breaks' : 'neutral',
        'scope',
        `${name} ${asked.lost.length > 0 ? 'does not ask for' : 'does not get'} ${listed(lost)} any more${usesGroups ? ': it does not learn the groups that its roles need' : ''}`,
        asked.lost.length > 0 ? is.at : (is.client?.place ?? is.at),
        { app: name },
      ),
    );
  }
  return changes;
}

function learns(scopes: readonly string[]): string {
  const words: Readonly<Record<string, string>> = {
    groups: 'it learns the groups of who signs in',
    email: 'it learns addresses',
    profile: 'it learns names',
    offline_access: 'it keeps sessions alive without asking again',
  };
  const known = scopes.flatMap((scope) => (Object.hasOwn(words, scope) ? [words[scope]!] : []));
  return known.length === 0 ? 'it learns more of who signs in' : known.join(', ');
}

function delta(
  before: readonly Located<string>[] | undefined,
  after: readonly Located<string>[] | undefined,
): { gained: readonly Located<string>[]; lost: readonly string[] } {
  if (before === undefined || after === undefined) return { gained: [], lost: [] };
  const [was, is] = [before, after].map((list) => new Set(list.map(({ value }) => value))) as [Set<string>, Set<string>];
  return {
    gained: after.filter(({ value }, index) => !was.has(value) && after.findIndex((one) => one.value === value) === index),
    lost: [...was].filter((value) => !is.has(value)),
  };
}

/** A secret that was rotated, or is read from elsewhere. Its value is never looked at beyond a hash. */
function secretChanges(before: Side, after: Side): Change[] {
  const { name } = after.app;
  const ends = (['app', 'client'] as const).flatMap((end) => {
    const of = end === 'app' ? secretOfApp : secretOfClient;
    const [was, is] = [of(before.app, before.cluster.repository), of(after.app, after.cluster.repository)];
    return was === undefined || is === undefined ? [] : [{ end, was, is, moved: was.place !== is.place, changed: was.mark !== is.mark }];
  });
  const changed = ends.filter(({ moved, changed: other }) => moved || other);
  const [first] = changed;
  if (first === undefined) return [];
  const known = ends.length === 2;
  const isRotated = first.changed || generation(nameIn(first.was.place)) === generation(nameIn(first.is.place));
  const where = first.moved ? ` (${nameIn(first.was.place)} to ${nameIn(first.is.place)})` : '';
  // One end alone has the new one: its other end reads something else, unless both read the same Secret.
  const isOne = known && changed.length === 1 && first.is.place !== ends.find(({ end }) => end !== first.end)!.is.place;
  const what = isRotated ? `the client secret of ${name} is rotated${where}` : `the client secret of ${name} is read from another place${where}`;
  const says = isOne
    ? `${what} at ${first.end === 'app' ? "the app's end" : "the identity provider's end"} alone: nobody can sign in until the other end has it too`
    : `${what}: sessions of ${name} end when they are renewed with the old one, and nobody can sign in until both ends have the new one`;
  return [change(isOne ? 'breaks' : 'neutral', 'secret', says, first.is.at, { app: name })];
}

/** A name without the number at its end, with which a rotation counts. */
function generation(name: string): string {
  let end = name.length;
  while (end > 0 && /\d/.test(name[end - 1]!)) end -= 1;
  return name.slice(0, end);
}

/** The name of a Secret or entry in a place of one: `Secret NAMESPACE/NAME#KEY`, `STORE#ENTRY#PROPERTY`. */
function nameIn(place: string): string {
  if (!place.startsWith('Secret ')) return place.split('#')[1] ?? place;
  return place.slice('Secret '.length).split('#')[0]!.split('/').at(-1)!;
}

/** Paths that the identity provider lets through without a login. */
function openPathChanges({ app: was }: Side, { app: is }: Side): Change[] {
  const { gained, lost } = delta(was.client?.openPaths ?? emptyIf(was.client), is.client?.openPaths ?? emptyIf(is.client));
  return [
    ...gained.map((path) => change('opens', 'guard', `paths of ${is.name} that match ${path.value} are open without a login`, path, { app: is.name })),
    ...lost.map((path) => change('closes', 'guard', `paths of ${is.name} that match ${path} need a login now`, is.client!.place, { app: is.name })),
  ];
}

const emptyIf = (end: Observed | undefined): readonly Located<string>[] | undefined => (end === undefined ? undefined : []);

/** The slug that an app's client had, for what stays behind. */
export const slugOfApp = ({ client, login }: Side['app']): string | undefined => client?.slug?.value ?? login?.slug?.value ?? slugOf(login?.issuer?.value);
