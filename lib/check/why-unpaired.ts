import { posix } from 'node:path';
import { isInsideHost } from '../login/inside-host.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Repository } from '../repository/repository.ts';
import { known, slugOf } from '../tree/known.ts';
import { differs, hostTextOf } from '../tree/opaque.ts';
import { namesOf } from './unread-ends.ts';

/** Why no other end was found for an app's end, in one sentence. */
export function whyUnpaired(login: LoginEnd, repository: Repository): string {
  const { clients } = repository;
  if (clients.length === 0 && repository.idpHosts.size === 0 && repository.pairs.all.length === 0) return "the identity provider's end is not in git";
  const { clientId, issuer, endpoints, slug, redirects } = login;
  const [named] = login.idps ?? [];
  if (named !== undefined && clients.length > 0 && !clients.some(({ idp }) => login.idps!.includes(idp))) return `the clients of ${named.title} are not in git`;
  const host = hostTextOf(issuer?.value) ?? endpoints.map(({ value }) => hostTextOf(value)).find((one) => one !== undefined);
  const here = [...repository.idpHosts.keys()];
  if (host !== undefined && here.length > 0 && !isInsideHost(host) && here.every((one) => differs(one, host)))
    return `it uses the identity provider at ${host}, whose end is not in git`;
  const id = known(clientId?.value);
  const path = known(slug?.value) ?? slugOf(issuer?.value);
  const searched = [...(id === undefined ? [] : [`the client id ${id}`]), ...(path === undefined ? [] : [`the slug ${path}`])];
  if (searched.length > 0) return `no client in git has ${searched.join(' or ')}`;
  const hidden = [
    ...(clientId === undefined ? ['the client id is in a Secret'] : ['the client id is a variable']),
    ...(issuer === undefined && endpoints.length === 0
      ? ['no issuer was found']
      : known(issuer?.value) === undefined
        ? ['the issuer is a variable']
        : ['the issuer names no client']),
    ...(redirects === undefined
      ? ['no redirect URI is set']
      : redirects.some(({ value }) => known(value.url) === undefined)
        ? ['the redirect URI has a variable host']
        : ['no client in git has its redirect URI']),
  ];
  // What it takes to compare the two ends.
  const fix = clients.length === 0 ? '' : '; to pair it, write its redirect URI in git, or give the client the name of the app';
  return `${hidden.join(', ')}${fix}`;
}

/** Why no app's end was found for a client: its app may have a folder that nothing applies. */
export function whyNoSettings(client: IdpEnd, { tree }: Repository): string {
  const names = new Set(namesOf(client));
  // A folder of which anything is applied is no app's that was put away: `kubernetes/` is not that of a client with this name.
  const used = new Set(tree.objects.flatMap(({ file }) => foldersOf(file)));
  const isOfApp = (file: string): boolean => foldersOf(file).some((folder) => names.has(posix.basename(folder).toLowerCase()) && !used.has(folder));
  const file = [...(tree.notApplied?.keys() ?? [])].find(isOfApp);
  return file === undefined
    ? 'no settings of an app for this client were found: they may be in a database, in a Secret, or in a format that pinout does not understand'
    : `nothing applies the files of its app (${file})`;
}

/** The folders that hold a file, from the outermost: `apps`, `apps/notes`. */
function foldersOf(file: string): string[] {
  const parts = posix.dirname(file).split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
