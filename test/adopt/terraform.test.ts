import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import type { Contract } from '../../lib/contract/contract.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const secret = 'S3cr3t-that-Terraform-knows';
let serial = 1;
const uuid = (): string => `00000000-0000-4000-8000-${String(serial++).padStart(12, '0')}`;
const resource = (type: string, values: object, mode = 'managed') => ({
  address: `${type}.x`,
  mode,
  type,
  name: 'x',
  provider_name: 'p',
  schema_version: 0,
  values,
  sensitive_values: {},
});

const managed = ['openid', 'email', 'profile', 'offline_access'].map((scope) => `goauthentik.io/providers/oauth2/scope-${scope}`);
const ids = managed.map(uuid);
const groupsMapping = uuid();

/** The four resources of an app, as the goauthentik provider has them in its state. */
function app(
  name: string,
  title: string,
  redirects: readonly string[],
  launch: string,
  groups: readonly string[],
  pk: number,
  mappings = [...ids, groupsMapping],
) {
  const target = uuid();
  return [
    resource('authentik_provider_oauth2', {
      id: String(pk),
      name,
      client_id: name,
      client_secret: secret,
      client_type: 'confidential',
      property_mappings: mappings,
      allowed_redirect_uris: redirects.map((url) => ({ matching_mode: 'strict', url })),
      sub_mode: 'hashed_user_id',
    }),
    resource('authentik_application', { id: name, uuid: target, slug: name, name: title, protocol_provider: pk, meta_launch_url: launch, group: '' }),
    ...groups.flatMap((group, order) => {
      const id = uuid();
      return [
        resource('authentik_group', { id, name: group, users: [] }),
        resource('authentik_policy_binding', { id: uuid(), target, group: id, policy: null, user: 0, order, enabled: true, negate: false }),
      ];
    }),
  ];
}

const at = (host: string) => `https://${host}.home.example.org`;
const values = `grafana:
  grafana.ini:
    server: { root_url: ${at('grafana')}/ }
    auth.generic_oauth:
      enabled: true
      client_id: grafana
      scopes: openid profile email groups offline_access
      auth_url: ${at('auth')}/application/o/authorize/
      token_url: ${at('auth')}/application/o/token/
      api_url: ${at('auth')}/application/o/userinfo/
      role_attribute_path: "contains(groups[*], 'grafana-admins') && 'Admin' || contains(groups[*], 'grafana-viewers') && 'Viewer'"
      role_attribute_strict: true
`;

const state = {
  format_version: '1.0',
  terraform_version: '1.9.8',
  values: {
    outputs: { token: { sensitive: true, value: secret } },
    root_module: {
      resources: [
        resource('authentik_property_mapping_provider_scope', { id: 'x', ids, managed_list: managed }, 'data'),
        resource('authentik_property_mapping_provider_scope', { id: groupsMapping, name: 'OAuth2 groups', scope_name: 'groups', expression: 'return {}' }),
        ...app('grafana', 'Grafana', [`${at('grafana')}/login/generic_oauth`], `${at('grafana')}/`, ['grafana-admins', 'grafana-viewers'], 1),
        ...app('nextcloud', 'Nextcloud', [`${at('cloud')}/apps/user_oidc/code`], `${at('cloud')}/`, ['family', 'admin'], 2),
        resource('helm_release', {
          name: 'prometheus',
          namespace: 'monitoring',
          chart: 'kube-prometheus-stack',
          version: '80.1.0',
          values: [values],
          set: [],
          set_sensitive: [{ name: 'grafana.env.GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', value: secret, type: '' }],
        }),
      ],
      child_modules: [
        {
          address: 'module.cluster',
          resources: [
            ...app(
              'vault',
              'Vault',
              [`${at('vault')}/ui/vault/auth/oidc/oidc/callback`, 'http://localhost:8250/oidc/callback'],
              `${at('vault')}/ui/vault/auth?with=oidc/`,
              ['vault-admins', 'vault-readers'],
              3,
            ),
            ...app('headlamp', 'Headlamp', [`${at('headlamp')}/oidc-callback`], `${at('headlamp')}/`, ['kubernetes-admins', 'kubernetes-viewers'], 4),
            ...app(
              'kubectl',
              'kubectl',
              ['http://localhost:8000', 'http://localhost:18000'],
              'blank://blank',
              ['kubernetes-admins', 'kubernetes-viewers', 'grafana-admins'],
              5,
            ),
          ],
        },
      ],
    },
  },
};

async function run(args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (text) => (out += text), talk: (text) => (talk += text), env: {} });
  return { code, out, talk, all: out + talk };
}

function project(content: unknown): { readonly file: string; readonly root: string; readonly args: readonly string[] } {
  const root = tempFolder();
  const file = join(root, 'state.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  mkdirSync(join(root, 'new'));
  return {
    file,
    root: join(root, 'new'),
    args: ['adopt', file, '--app', join(root, 'new/apps/main.ts'), '--domain', 'home.example.org', '--address', '192.168.1.30'],
  };
}

/** What the identity provider is told, in the words of the contract. */
const said = ({ slug, protocol, tile: { launchUrl }, ...rest }: Contract): unknown => ({
  slug,
  protocol,
  launchUrl,
  access: rest.access.kind === 'groups' ? [...rest.access.groups].sort() : 'everyone',
  ...('redirects' in rest ? { clientId: rest.clientId, redirects: rest.redirects, scopes: rest.scopes, grants: rest.grants, type: rest.clientType } : {}),
});

describe('a state of Terraform', () => {
  it('becomes apps that are the sample’s', async () => {
    const { root, args } = project(state);
    const { code, out, all } = await run(args);
    expect(code).toBe(0);
    expect(all).not.toContain(secret);
    const files = readFolder(root);
    expect(Object.keys(files).sort()).toEqual(['grafana', 'headlamp', 'kubectl', 'main', 'nextcloud', 'vault'].map((name) => `apps/${name}.ts`));
    expect(JSON.stringify(files)).not.toContain(secret);
    const [[cluster], [sample]] = await Promise.all([loadClusters(join(root, 'apps/main.ts')), loadClusters('apps/main.ts')]);
    const of = (apps: NonNullable<typeof sample>['apps'], name: string) => apps.find((one) => one.name === name)!;
    for (const name of ['grafana', 'headlamp', 'kubectl', 'nextcloud', 'vault']) {
      const [mine, theirs] = [of(cluster!.apps, name), of(sample!.apps, name)];
      expect([name, mine.integration, mine.contracts.map(said)]).toEqual([name, theirs.integration, theirs.contracts.map(said)]);
    }
    expect(files['apps/grafana.ts']).toContain(`  host: 'grafana',
  namespace: 'monitoring',
  roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] },
`);
    expect(files['apps/grafana.ts']).toContain("adopt: { provider: { name: 'grafana', clientId: 'grafana' }, groups: ['grafana-admins', 'grafana-viewers']");
    expect(out).toContain('grafana: both ends found');
    // Nextcloud and kubectl ask for less than this state maps.
    expect(out).toMatch(/nextcloud: the identity provider's end found.*\n(?: {2}.*\n)* {2}scope offline_access removed/);
  });

  it.each([
    ['broken JSON', '{ "format_version": ', 'state-invalid'],
    ['a plan', { format_version: '1.2', planned_values: {} }, 'a plan'],
    ['the file that Terraform keeps', { version: 4, terraform_version: '1.9.8', resources: [] }, 'terraform show -json'],
    ['another version', { format_version: '2.0', values: {} }, 'format_version 2.0'],
    ['nothing of the identity provider', { format_version: '1.0', values: { root_module: { resources: [resource('aws_thing', {})] } } }, 'adopt-nothing'],
  ])('%s is refused in clear words, and nothing is written', async (_, content, words) => {
    const { root, args } = project(content);
    const { code, all } = await run(args);
    expect([code, readFolder(root)]).toEqual([3, {}]);
    expect(all).toContain(words);
  });

  it('two providers with one client id, and a name that no slug can hold, are left out with a reason', async () => {
    const twins = [...app('grafana', 'Grafana', [`${at('grafana')}/login/generic_oauth`], `${at('grafana')}/`, ['a'], 1)];
    const other = app('grafana', 'Other', [`${at('other')}/x`], `${at('other')}/`, ['a'], 2).map((one) => ({
      ...one,
      values: { ...one.values, ...(one.type.endsWith('oauth2') ? { name: 'other' } : { slug: 'other' }) },
    }));
    const odd = app('日本', '日本', [`${at('japan')}/x`], `${at('japan')}/`, ['a'], 3).map((one) => one);
    const fine = app('wiki', 'Wiki', [`${at('wiki')}/auth/oidc.callback`], `${at('wiki')}/`, ['family'], 4);
    const { root, args } = project({ format_version: '1.0', values: { root_module: { resources: [...twins, ...other, ...odd, ...fine] } } });
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(out).toContain('grafana: not adopted. another client has the same id: ');
    expect(out).toContain('日本: not adopted. "日本" cannot be turned into a name');
    expect(Object.keys(readFolder(root)).sort()).toEqual(['apps/main.ts', 'apps/wiki.ts']);
  });
});
