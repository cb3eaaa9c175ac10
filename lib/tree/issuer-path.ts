import { known } from './known.ts';

/** The path of an issuer, without that of its discovery document and without a slash at the end; undefined where it cannot be told. */
export function pathOfIssuer(url: string | undefined): string | undefined {
  const start = /^https?:\/\/(?:\$\{[^{}]*\}|[^/?#$])+/.exec(url ?? '')?.[0];
  if (start === undefined) return undefined;
  const path = url!
    .slice(start.length)
    .split('/.well-known/', 1)[0]!
    .replace(/\/{1,9}$/, '');
  return /[?#]/.test(path) || (path !== '' && known(path) === undefined) ? undefined : path;
}
