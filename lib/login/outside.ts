import { hostOf } from '../tree/known.ts';

const hosts = new Set('google googleapis github gitlab microsoftonline discord facebook twitch spotify slack dropbox'.split(' ').map((name) => `${name}.com`));

/** Whether an address is that of a provider of the world outside: access to its API looks like a login. */
export const isOutside = (url: string | undefined): boolean => hosts.has(hostOf(url)?.split('.').slice(-2).join('.') ?? '');
