import type { Observed, Seen } from '../../contract/observed.ts';
import { parseSecretObjectName } from '../../contract/secret-ref.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';
import { rolesOfPath } from './role-path.ts';

/**
 * Reads Grafana's end of a login out of HelmReleases of either chart. Releases without generic OAuth are skipped.
 *
 * @example readGrafana(sourceDocuments('helmrelease-grafana.yaml', text))
 */
export function readGrafana(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((document) => {
    const root = Reader.of(document);
    if (root.get('kind').text() !== 'HelmRelease') return [];
    const values = root.get('spec', 'values');
    return [values, values.get('grafana')].flatMap((grafana) => (!grafana.get('grafana.ini', 'auth.generic_oauth').exists ? [] : [readValues(grafana)]));
  });
}

function readValues(grafana: Reader): Observed {
  const ini = grafana.get('grafana.ini');
  const oauth = ini.get('auth.generic_oauth');
  const text = (key: string) => oauth.get(key).seenText();
  const signOut = text('signout_redirect_url');
  const [, issuer, slug] = /^(.*\/application\/o\/([^/]+)\/)end-session\/?$/.exec(signOut?.value ?? '') ?? [];
  const root = ini.get('server', 'root_url').seenText();
  const scopes = oauth.get('scopes');
  const scopeList = scopes
    .text()
    ?.split(/[\s,]+/)
    .filter((scope) => scope !== '');
  const role = text('role_attribute_path');
  const secret = secretOf(grafana);
  const fields: { [K in keyof Observed]: Observed[K] | undefined } = {
    end: 'app',
    protocol: 'oidc',
    slug: signOut && slug !== undefined ? { ...signOut, value: slug } : undefined,
    issuer: signOut && issuer !== undefined ? { ...signOut, value: issuer } : undefined,
    clientId: text('client_id'),
    // Grafana has no clients without secret: PKCE comes on top of it.
    clientType: secret === undefined ? undefined : oauth.seen('confidential'),
    redirects:
      root === undefined ? undefined : [{ ...root, value: { url: `${root.value.replace(/\/$/, '')}/login/generic_oauth`, use: 'login', matching: 'strict' } }],
    scopes: scopeList?.map((scope) => scopes.seen(scope)),
    grants: ['authorization_code', ...(oauth.get('use_refresh_token').scalar() === true ? ['refresh_token'] : [])].map((grant) => oauth.seen(grant)),
    access: allowedGroups(oauth.get('allowed_groups')),
    roles:
      role === undefined
        ? {}
        : Object.fromEntries(
            Object.entries(rolesOfPath(role.value)).map(([name, groups]) => [name, groups.map((group): Seen<string> => ({ ...role, value: group }))]),
          ),
    secret,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Observed;
}

function allowedGroups(node: Reader): Observed['access'] | undefined {
  const list = node.items().flatMap((item) => item.text() ?? []);
  const groups =
    list.length > 0
      ? list
      : (node
          .text()
          ?.split(/[\s,]+/)
          .filter((group) => group !== '') ?? []);
  return groups.length === 0 ? undefined : node.seen({ kind: 'groups', groups });
}

function secretOf(grafana: Reader): Observed['secret'] | undefined {
  const ref = grafana.get('envValueFrom', 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', 'secretKeyRef');
  const name = ref.get('name').seenText();
  const key = ref.get('key').seenText();
  if (name === undefined || key === undefined) return undefined;
  const parsed = parseSecretObjectName(name.value);
  return parsed === undefined ? { name, key } : { name: { ...name, value: parsed.name }, generation: { ...name, value: parsed.generation }, key };
}
