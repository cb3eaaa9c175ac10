import { grantsFor } from '../../contract/grant.ts';
import { found, type Observed, type Seen } from '../../contract/observed.ts';
import { isScope } from '../../contract/scope.ts';
import { parseSecretObjectName } from '../../contract/secret-ref.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';
import { isLoginScript, scriptKey } from './login-script.ts';

/**
 * Reads Vault's end out of the data that a login script of ours works with: ConfigMaps that hold the script, known by its hash, and the Job of the same
 * namespace that mounts them. A ConfigMap with any other script is skipped: nobody knows what that one does with the data.
 */
export function readVault(documents: readonly SourceDocument[]): Observed[] {
  const roots = documents.map((document) => Reader.of(document));
  const jobs = roots.filter((root) => root.get('kind').text() === 'Job');
  return roots.flatMap((root) => {
    if (root.get('kind').text() !== 'ConfigMap' || !isLoginScript(root.get('data', scriptKey).text() ?? '')) return [];
    const job = jobs.find((one) => sameNamespace(one, root) && volumes(one).some((volume) => volume.get('configMap', 'name').text() === nameOf(root)));
    return [readData(root.get('data'), job)];
  });
}

const nameOf = (root: Reader) => root.get('metadata', 'name').text();
const sameNamespace = (one: Reader, other: Reader) => one.get('metadata', 'namespace').text() === other.get('metadata', 'namespace').text();
const volumes = (job: Reader | undefined) => job?.get('spec', 'template', 'spec', 'volumes').items() ?? [];

function readData(data: Reader, job: Reader | undefined): Observed {
  const file = (name: string) => data.get(name).embedded()[0];
  const config = file('config.json');
  const role = file('role.json');
  const issuer = config?.get('oidc_discovery_url').seenText();
  const slug = /\/application\/o\/([^/]+)\/$/.exec(issuer?.value ?? '')?.[1];
  const asked = role?.get('oidc_scopes');
  const scopes = asked?.exists === true ? [asked.seen('openid'), ...texts(asked)] : undefined;
  const bound = role?.get('bound_claims', 'groups');
  const groups = bound === undefined ? [] : texts(bound).map(({ value }) => value);
  const secret = secretOf(job);
  return found({
    end: 'app',
    protocol: 'oidc',
    slug: issuer && slug !== undefined ? { ...issuer, value: slug } : undefined,
    issuer,
    clientId: config?.get('oidc_client_id').seenText(),
    clientType: secret?.name === undefined ? undefined : { ...secret.name, value: 'confidential' },
    redirects:
      role === undefined
        ? undefined
        : texts(role.get('allowed_redirect_uris')).map((url) => ({ ...url, value: { url: url.value, use: 'login', matching: 'strict' } })),
    scopes,
    grants: scopes === undefined ? undefined : grantsFor(scopes.map(({ value }) => value).filter(isScope)).map((grant) => asked!.seen(grant)),
    access: groups.length === 0 ? undefined : bound!.seen({ kind: 'groups', groups }),
    roles: rolesOf(data, file),
    secret,
  });
}

/** Policies and the groups that hold them: what a group gives stands in one file, whom it stands for in another. */
function rolesOf(data: Reader, file: (name: string) => Reader | undefined): Record<string, readonly Seen<string>[]> {
  const roles = new Map<string, Seen<string>[]>();
  for (const key of data.keys()) {
    const name = /^group-(.+)\.json$/.exec(key)?.[1];
    const group = name === undefined ? undefined : file(`alias-${name}.json`)?.get('name').seenText();
    if (group === undefined) continue;
    for (const { value: policy } of texts(file(key)?.get('policies'))) roles.set(policy, [...(roles.get(policy) ?? []), group]);
  }
  return Object.fromEntries(roles);
}

function secretOf(job: Reader | undefined): Observed['secret'] {
  const secret = volumes(job)
    .map((volume) => volume.get('secret'))
    .find((one) => one.exists);
  const name = secret?.get('secretName').seenText();
  const key = secret?.get('items', 0, 'key').seenText();
  if (name === undefined) return undefined;
  const parsed = parseSecretObjectName(name.value);
  return {
    ...(parsed === undefined ? { name } : { name: { ...name, value: parsed.name }, generation: { ...name, value: parsed.generation } }),
    ...(key === undefined ? {} : { key }),
  };
}

const texts = (list: Reader | undefined): Seen<string>[] => (list?.items() ?? []).flatMap((item) => item.seenText() ?? []);
