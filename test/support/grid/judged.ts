import { checkFiles } from '../../../lib/check/check-tree.ts';
import { blueprintFor } from '../login-pair.ts';
import type { Files, GridApp } from './ways.ts';

/** About how something is installed, which a cell leaves aside. */
const aside = new Set(['helmrelease-retry', 'helmrelease-release-name', 'reference-missing', 'secret-missing', 'secret-unwatched', 'secret-literal']);

/** What `check` says of an app and the client that authentik has for it: how the login was read, then errors and warnings. */
export function judged(files: Files, { back, scopes = [], type }: Pick<GridApp, 'back' | 'scopes' | 'type'>): string {
  const client = blueprintFor('shelf', {
    redirects: back.map((one) => (one.startsWith('/') ? `https://app.example.net${one}` : one)),
    scopes: ['openid', 'profile', 'email', ...scopes],
    ...(type === undefined ? {} : { type }),
  });
  return saidOf({ ...files, [client.file]: client.text });
}

/** Rows of logins, then errors and warnings. */
export function saidOf(files: Files): string {
  const { findings, logins } = checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })));
  return [
    ...logins().map(({ read, client: id }) => `${read} ${id}`),
    ...findings.filter(({ severity, code }) => severity !== 'info' && !aside.has(code)).map(({ code, message }) => `${code}: ${message}`),
  ].join('; ');
}
