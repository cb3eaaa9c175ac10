import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed, type Seen } from '../../contract/observed.ts';
import { isScope } from '../../contract/scope.ts';
import { Environment } from '../../flux/environment.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';
import { callbackPaths } from './contracts.ts';
import { groupsOfRegex } from './group-regex.ts';
import { isLoginHook } from './hook.ts';

/**
 * Reads Nextcloud's end out of the environment that a hook of ours works with: HelmReleases whose hook is known by its hash. With any other hook nobody knows
 * what becomes of the environment, so such releases are skipped.
 */
export function readNextcloud(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((source) => {
    const root = Reader.of(source);
    const nextcloud = root.get('spec', 'values', 'nextcloud');
    if (root.get('kind').text() !== 'HelmRelease' || !isLoginHook(nextcloud.get('hooks', 'before-starting').text() ?? '')) return [];
    const environment = Environment.all([source]).find((one) => one.names().includes('PINOUT_OIDC_CLIENT_ID'));
    return environment === undefined ? [] : [readEnvironment(environment, nextcloud)];
  });
}

function readEnvironment(environment: Environment, nextcloud: Reader): Observed {
  const text = (name: string) => environment.text(`PINOUT_OIDC_${name}`);
  const discovery = text('DISCOVERY');
  const [, issuer, slug] = /^(.*\/application\/o\/([^/]+)\/)\.well-known\/openid-configuration$/.exec(discovery?.value ?? '') ?? [];
  const scope = text('SCOPE');
  const scopes = scope?.value.split(/\s+/).filter((one) => one !== '');
  const host = nextcloud.get('host').seenText();
  const regex = text('GROUP_REGEX');
  const groups = groupsOfRegex(regex?.value ?? '');
  const secret = environment.secret('PINOUT_OIDC_CLIENT_SECRET');
  const on = <T>(seen: Seen<string> | undefined, value: T | undefined) => (seen === undefined || value === undefined ? undefined : { ...seen, value });
  return found({
    end: 'app',
    protocol: 'oidc',
    slug: on(discovery, slug),
    issuer: on(discovery, issuer),
    clientId: text('CLIENT_ID'),
    clientType: on(secret?.name, 'confidential'),
    redirects:
      host === undefined
        ? undefined
        : callbackPaths.map((path) => ({ ...host, value: { url: `https://${host.value}${path}`, use: 'login', matching: 'strict' } })),
    scopes: scope === undefined ? undefined : scopes!.map((one) => ({ ...scope, value: one })),
    grants: scope === undefined ? undefined : grantsFor(scopes!.filter(isScope)).map((grant) => ({ ...scope, value: grant })),
    access: text('RESTRICT')?.value === '1' ? on(regex, groups === undefined ? undefined : { kind: 'groups', groups }) : undefined,
    roles: regex !== undefined && groups?.includes('admin') === true ? { admin: [{ ...regex, value: 'admin' }] } : {},
    secret,
  });
}
