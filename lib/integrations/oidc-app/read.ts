import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed, type Seen } from '../../contract/observed.ts';
import type { Scope } from '../../contract/scope.ts';
import { Environment } from '../../flux/environment.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Variables by which the apps with an integration of their own are known: theirs reads them. */
const taken = /^(?:HEADLAMP_CONFIG_|GF_|SSO_|ACTUAL_|OIDC_PROVIDER_METADATA_URL$|OIDC_USER_CLIENT_)/;
const issuer = /^(https:\/\/[^/]+\/application\/o\/([^/]+)\/?)(?:\.well-known\/openid-configuration)?$/;

/**
 * Reads an app's end that stands in a container's environment: an address of authentik's application, and a client id in a variable that ends in
 * `CLIENT_ID`. Settings in files, databases or a chart's own values are not found: nobody could say in general where they stand.
 */
export function readOidcApp(documents: readonly SourceDocument[]): Observed[] {
  return Environment.all(documents).flatMap((environment) => {
    const names = environment.names();
    if (names.some((name) => taken.test(name))) return [];
    const texts = names.flatMap((name) => {
      const seen = environment.text(name);
      return seen === undefined ? [] : [[name, seen] as const];
    });
    const at = texts.find(([, { value }]) => issuer.test(value))?.[1];
    const ending = (end: RegExp): Seen<string> | undefined => texts.find(([name]) => end.test(name))?.[1];
    const clientId = ending(/(?:^|_)CLIENT_?ID$/i);
    if (at === undefined || clientId === undefined) return [];
    const [, url, slug] = issuer.exec(at.value)!;
    const secretName = names.find((name) => /(?:^|_)CLIENT_?SECRET$/i.test(name));
    const secret = secretName === undefined ? undefined : environment.secret(secretName);
    const callback = ending(/(?:REDIRECT|CALLBACK)_UR[IL]$/i);
    const scopes = ending(/(?:^|_)SCOPES?$/i);
    const list = scopes?.value.split(/[\s,]+/).filter((scope) => scope !== '');
    return [
      found({
        end: 'app',
        protocol: 'oidc',
        slug: { ...at, value: slug! },
        // Whether the app wants the slash at its end differs; the issuer of authentik has one.
        issuer: { ...at, value: url!.endsWith('/') ? url! : `${url!}/` },
        clientId,
        clientType: secretName === undefined ? { ...clientId, value: 'public' } : { ...clientId, value: 'confidential' },
        redirects: callback === undefined ? undefined : [{ ...callback, value: { url: callback.value, use: 'login', matching: 'strict' } }],
        scopes: scopes === undefined || list === undefined ? undefined : list.map((value) => ({ ...scopes, value })),
        grants: scopes === undefined || list === undefined ? undefined : grantsFor(list as Scope[]).map((value) => ({ ...scopes, value })),
        secret,
      }),
    ];
  });
}
