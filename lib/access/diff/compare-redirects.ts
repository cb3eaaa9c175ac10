import type { Observed } from '../../contract/observed.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import type { AppAccess } from '../app-access.ts';
import { type Change, change } from './change.ts';

type Redirect = NonNullable<Observed['redirects']>[number];

/** Where the identity provider may send the codes of an app. */
export function redirectChanges(was: AppAccess, is: AppAccess): Change[] {
  const [before, after] = [was.client?.redirects, is.client?.redirects];
  const { name } = is;
  if (before === undefined || after === undefined)
    return before !== undefined && is.client !== undefined
      ? [
          change('opens', 'redirect', `the client of ${name} lists no redirect URI any more: the first one that is used is kept`, is.client.place, {
            app: name,
          }),
        ]
      : [];
  const key = ({ value: { url, matching, use } }: Redirect) => `${use} ${matching} ${url}`;
  const [had, has] = [new Set(before.map(key)), new Set(after.map(key))];
  const gained = after.filter((one) => !had.has(key(one)));
  const lost = before.filter((one) => !has.has(key(one)));
  const hosts = new Set([...was.hosts, ...is.hosts, ...before.flatMap(({ value }) => hostTextOf(value.url) ?? [])]);
  const own = new Set((is.login?.redirects ?? []).flatMap(({ value }) => hostTextOf(value.url) ?? []));
  return [...gained.map((one) => added(one, name, own.size > 0 ? own : hosts)), ...lost.map((one) => removed(one, is))];
}

function added(one: Redirect, name: string, hosts: ReadonlySet<string>): Change {
  const { url, matching, use } = one.value;
  const what = use === 'logout' ? 'after signing out, browsers may be sent' : `codes of ${name} may be sent`;
  const may = (weight: Change['weight'], says: string): Change => change(weight, 'redirect', `${what} to ${says}`, one, { app: name });
  if (isWide(url, matching)) return may('opens', `every address that matches ${url}: anyone who owns one of them can take over a login`);
  const host = hostTextOf(url);
  if (/^http:\/\//i.test(url) && !/^http:\/\/(?:localhost|127\.|\[::1\])/i.test(url))
    return may('opens', `${url}, which is not encrypted: anyone who listens gets them`);
  if (use !== 'logout' && host !== undefined && !/^(?:localhost|127\.)/.test(host) && !hosts.has(host) && matching !== 'regex')
    return may('opens', `${url}, a host that ${name} did not have: anyone who runs it can take over a login`);
  return may('neutral', `${url} too`);
}

function removed({ value: { url, use }, at }: Redirect, { name, login, client }: AppAccess): Change {
  const sends = login?.redirects?.some(({ value }) => value.url === url) === true && client?.redirects?.some(({ value }) => value.url === url) !== true;
  const isAllowed = client?.redirects?.some(({ value }) => value.matching !== 'strict' && value.use !== 'logout') === true;
  return change(
    sends && !isAllowed ? 'breaks' : 'neutral',
    'redirect',
    `codes of ${name} may not be sent to ${url} any more${sends && !isAllowed ? ', which the app still asks for: nobody can sign in' : use === 'logout' ? ' after signing out' : ''}`,
    { value: undefined, at },
    { app: name, side: 'before' },
  );
}

/** Whether an address matches more than one: a star, or a regular expression with something in it that repeats or may be anything. */
function isWide(url: string, matching: string): boolean {
  if (matching === 'glob' || (matching === 'strict' && url.includes('*'))) return url.includes('*');
  if (matching !== 'regex') return false;
  const [first = '', ...rest] = url.replaceAll(/\\./g, '').split('${');
  // A variable of Flux is no part of the expression.
  const plain = [first, ...rest.map((part) => part.slice(part.indexOf('}') + 1))].join('');
  return /[*+?|[({]|^\.$/.test(plain.replaceAll(/^\^|\$$/g, '')) || (plain === '' && rest.length === 0);
}
