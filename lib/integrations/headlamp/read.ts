import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed, type Seen } from '../../contract/observed.ts';
import type { Scope } from '../../contract/scope.ts';
import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { Environment } from '../../flux/environment.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** Each setting by its name in the binary's own environment, in the chart's, and below config.oidc. */
const settings = {
  clientId: ['HEADLAMP_CONFIG_OIDC_CLIENT_ID', 'OIDC_CLIENT_ID', 'clientID'],
  secret: ['HEADLAMP_CONFIG_OIDC_CLIENT_SECRET', 'OIDC_CLIENT_SECRET', 'clientSecret'],
  issuer: ['HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL', 'OIDC_ISSUER_URL', 'issuerURL'],
  scopes: ['HEADLAMP_CONFIG_OIDC_SCOPES', 'OIDC_SCOPES', 'scopes'],
  callback: ['HEADLAMP_CONFIG_OIDC_CALLBACK_URL', 'OIDC_CALLBACK_URL', 'callbackURL'],
} as const;

/**
 * Reads Headlamp's end out of HelmReleases, in any of the three ways to say it. A Headlamp behind forward-auth is read at the edge of its
 * namespace. Other releases are skipped.
 */
export function readHeadlamp(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((source) => {
    const root = Reader.of(source);
    if (root.get('kind').text() !== 'HelmRelease') return [];
    const environment = Environment.all([source]).find((one) => one.names().some((name) => name.startsWith('HEADLAMP_CONFIG_OIDC_')));
    const config = root.get('spec', 'values', 'config');
    if (environment !== undefined || isHeadlamp(root)) {
      if (config.get('unsafeUseServiceAccountToken').scalar() === true)
        return readGuardedHosts(documents, root.get('metadata', 'namespace').text()).map((externalHost) =>
          found({ end: 'app', protocol: 'forward-auth', externalHost }),
        );
      const client = readClient(environment ?? Environment.all([source])[0], config.get('oidc'));
      return client === undefined ? [] : [client];
    }
    return [];
  });
}

/** Whether a release installs the chart of that name: nothing else in its values is Headlamp's alone. */
function isHeadlamp(root: Reader): boolean {
  const names = [root.get('spec', 'chart', 'spec', 'chart'), root.get('spec', 'chartRef', 'name'), root.get('metadata', 'name')];
  return names.some((name) => name.text()?.includes('headlamp') === true);
}

function readClient(environment: Environment | undefined, oidc: Reader): Observed | undefined {
  const read = ([own, chart, key]: readonly [string, string, string]): Seen<string> | undefined =>
    environment?.text(own) ?? environment?.text(chart) ?? oidc.get(key).seenText();
  const clientId = filled(read(settings.clientId));
  const issuer = filled(read(settings.issuer));
  if (clientId === undefined && issuer === undefined) return undefined;
  const callback = filled(read(settings.callback));
  const slug = /\/application\/o\/([^/]+)\/?$/.exec(issuer?.value ?? '')?.[1];
  const scopes = scopesOf(filled(read(settings.scopes)), clientId ?? issuer!);
  const secret = environment?.secret(settings.secret[0]) ?? environment?.secret(settings.secret[1]);
  return found({
    end: 'app',
    protocol: 'oidc',
    slug: issuer === undefined || slug === undefined ? undefined : { ...issuer, value: slug },
    issuer,
    clientId,
    // Headlamp has no clients without a secret.
    clientType: secret === undefined ? undefined : { ...(clientId ?? issuer!), value: 'confidential' },
    redirects: callback === undefined ? undefined : [{ ...callback, value: { url: callback.value, use: 'login', matching: 'strict' } }],
    scopes,
    grants: grantsFor(scopes.map(({ value }) => value as Scope)).map((grant) => ({ ...scopes[0]!, value: grant })),
    secret,
  });
}

/** Headlamp asks for openid in any case, and for profile and email when nothing is set. */
function scopesOf(text: Seen<string> | undefined, otherwise: Seen<string>): Seen<string>[] {
  const asked = (text?.value ?? 'profile,email').split(/[\s,]+/).filter((scope) => scope !== '' && scope !== 'openid');
  return ['openid', ...asked].map((value) => ({ ...(text ?? otherwise), value }));
}

const filled = (seen: Seen<string> | undefined): Seen<string> | undefined => (seen?.value === '' ? undefined : seen);
