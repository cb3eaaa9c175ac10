import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../lib/check/check-tree.ts';
import { evaluate, textOf } from '../../lib/tree/terraform/evaluate.ts';
import { parseHcl } from '../../lib/tree/terraform/hcl.ts';
import { tempFolder } from '../support/temp-folder.ts';

const said = (text: string, variables: Record<string, string> = {}) => {
  const one = parseHcl(`a = ${text}\n`)?.attributes.get('a');
  const value = one === undefined ? undefined : evaluate(one, { variables: new Map(Object.entries(variables)), locals: new Map(), steps: { left: 1000 } });
  return value === undefined
    ? undefined
    : (JSON.parse(JSON.stringify(value, (_, inner: unknown) => (inner instanceof Object && 'name' in inner ? textOf(inner as never) : inner))) as unknown);
};

describe('HCL', () => {
  it.each([
    ['"x"', 'x'],
    ['"a-${var.name}.${var.domain}"', 'a-wiki.${var.domain}'],
    ['"$${kept} \\"q\\""', '${kept} "q"'],
    ['[1, true, null,]', [1, true, null]],
    ['{ a = "x", b : { c = var.name } }', { a: 'x', b: { c: 'wiki' } }],
    ['{\n  # note\n  (var.name) = 1\n  b2 = "y" // why\n}', { '${_var.name_}': 1, b2: 'y' }],
    ['<<-EOT\n  one\n  EOT', '  one\n'],
    ['toset(concat(["a"], ["b"]))', ['a', 'b']],
    ['replace(lower("My App"), " ", "-")', 'my-app'],
    ['var.on ? "a" : "b"', '${var.on___a_____b_}'.replace('a_____b_', '"a"___"b"')],
    ['[for one in var.list : one.name]', '${for}'],
    ['[for one in ["a", "b"] : "${one}.${var.domain}"]', ['a.${var.domain}', 'b.${var.domain}']],
    ['{ for one in [{ n = "a", k = "web" }, { n = "b", k = "api" }] : one.n => one.k if one.k == "web" }', { a: 'web' }],
    ['{\n  # note\n  for key, one in { x = { on = true }, y = { on = false } } :\n  "${key}-1" => one.on\n  if one.on\n}', { 'x-1': true }],
    ['[for place, one in ["a", "b"] : place if one != "a"]', [1]],
    ['[for one in ["a"] : one if var.on]', '${for}'],
    ['{ for one in ["a"] : var.on => one }', '${for}'],
    ['[for one in ["a"] : one if one == "a" && true]', '${[for_one_in_["a"]___one_if_one____"a"____true]}'],
    ['keys({ a = 1, b = 2 })', ['a', 'b']],
    ['values({ a = 1 })', [1]],
    ['[for one in ["x/a.json"] : trimsuffix(basename(one), ".json")]', ['a']],
    ['replace("https://$${HOST}/", "$${HOST}", var.domain)', 'https://${var.domain}/'],
    ['[lookup({ c = "d" }, "c", ""), lookup({}, "e", "f")]', ['d', 'f']],
    ['data.x.y["z"].id', '${data.x.y["z"].id}'],
    ['one.two[*].three10a', '${one.two["*"].three10a}'],
    ['(1 + 2)', '${_1___2_}'],
    ['!var.off', '${_var.off}'],
  ])('reads %s', (text, wanted) => {
    expect(said(text, { name: 'wiki' })).toEqual(wanted);
  });

  it.each(['a = ', 'a "b', 'a = "x\n"', 'a { b = 1', '}', '{"json": 1}', `a = ${'['.repeat(200)}`])('gives nothing for %j', (text) => {
    expect(parseHcl(text)).toBeUndefined();
  });

  it.each([
    ['texts', (next: string) => `"\${local.${next}}\${local.${next}}"`],
    ['lists', (next: string) => `[local.${next}, local.${next}]`],
    ['lists that are put together', (next: string) => `concat(local.${next}, local.${next})`],
  ])('gives up on %s that grow without end', (_, twice) => {
    const locals = parseHcl(Array.from({ length: 60 }, (__, index) => `l${index} = ${index === 59 ? '["x"]' : twice(`l${index + 1}`)}\n`).join(''))!.attributes;
    const value = evaluate(locals.get('l0')!, { variables: new Map(), locals, steps: { left: 100_000 } });
    expect(JSON.stringify(value).length).toBeLessThan(10_000_000);
  });

  it('takes no key of every object for one of the file', () => {
    expect(said('local.none.constructor')).toBe('${local.none.constructor}');
    const locals = parseHcl('a = { b = 1 }')!.attributes;
    const value = evaluate(parseHcl('c = local.a.constructor')!.attributes.get('c')!, { variables: new Map(), locals, steps: { left: 9 } });
    expect(textOf(value)).toBe('${local.a.constructor}');
  });

  it('knows the line of each block', () => {
    const blocks = parseHcl('a {}\n\n# b\nb {\n  c {}\n}\nd {}')!.blocks;
    expect(blocks.map(({ type, line }) => [type, line])).toEqual([
      ['a', 1],
      ['b', 4],
      ['d', 7],
    ]);
    expect(blocks[1]!.blocks[0]!.line).toBe(5);
  });
});

const rows = (files: Readonly<Record<string, string>>) => {
  const root = tempFolder();
  for (const [file, text] of Object.entries({ '.git/HEAD': 'ref: x\n', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const checked = checkTree([root]);
  return {
    codes: checked.findings.map(({ code }) => code),
    logins: checked.logins().map(({ app, read, client, pairedBy, other, at }) => {
      const { file, line } = (other ?? at).at;
      return [app, read, client, pairedBy, `${file.split(`${basename(root)}/`).at(-1)}:${line}`].filter((one) => one !== undefined).join(' ');
    }),
  };
};

const pod = (slug: string, host = 'board.example.net') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: board, namespace: rooms}\nspec: {template: {spec: {containers: [{name: board, image: "example.net/board:1", env: [{name: OIDC_CLIENT_ID, valueFrom: {secretKeyRef: {name: board, key: id}}}, {name: OIDC_CLIENT_SECRET, valueFrom: {secretKeyRef: {name: board, key: secret}}}, {name: OIDC_ISSUER, value: "https://id.example.net/application/o/${slug}/"}, {name: OIDC_REDIRECT_URI, value: "https://${host}/cb"}]}]}}}\n`;
const provider = (uri: string) => `resource "authentik_provider_oauth2" "board" {
  name      = "Board"
  client_id = var.board_id
  allowed_redirect_uris = [
    { matching_mode = "strict", url = ${uri} },
  ]
}
`;
const application =
  'resource "authentik_application" "board" {\n  name = "Board"\n  slug = "notes"\n  protocol_provider = authentik_provider_oauth2.board.id\n}\n';

describe('clients in Terraform', () => {
  it('are paired by the slug of their application, and judged as far as the files tell', () => {
    const right = rows({ 'a.yaml': pod('notes'), 'tf/main.tf': provider('"https://board.example.net/cb"'), 'tf/apps.tf': application });
    expect(right).toEqual({ logins: ['board both notes slug tf/main.tf:1'], codes: [] });
    const wrong = rows({ 'a.yaml': pod('notes'), 'tf/main.tf': provider('"https://board.example.net/other"'), 'tf/apps.tf': application });
    expect(wrong.codes).toEqual(['redirect-missing']);
    const open = rows({ 'a.yaml': pod('notes'), 'tf/main.tf': provider('"https://board.${var.domain}/cb"'), 'tf/apps.tf': application });
    expect(open.codes).toEqual([]);
  });

  it('map no scope unless they name some', () => {
    const asking = pod('notes')
      .replace('example.net/board:1', 'outlinewiki/outline:1.2.0')
      .replace('env: [', 'env: [{name: URL, value: "https://board.example.net"}, {name: OIDC_SCOPES, value: "openid email"}, ');
    const made = provider('"https://board.example.net/auth/oidc.callback"');
    expect(rows({ 'a.yaml': asking, 'tf/main.tf': made, 'tf/apps.tf': application }).codes).toContain('scope-unmapped');
    const mapped = made.replace('name ', 'property_mappings = data.authentik_property_mapping_provider_scope.usual.ids\n  name ');
    expect(rows({ 'a.yaml': asking, 'tf/main.tf': mapped, 'tf/apps.tf': application }).codes).not.toContain('scope-unmapped');
  });

  it('are those that modules of the repository and for_each make', () => {
    const module = `variable "apps" {}\nresource "authentik_provider_oauth2" "this" {\n  for_each = var.apps\n  name = each.value.name\n  client_id = each.key\n  allowed_redirect_uris = [{ matching_mode = "strict", url = "https://\${each.value.host}/cb" }]\n}\nresource "authentik_application" "this" {\n  for_each = var.apps\n  name = each.value.name\n  slug = each.key\n  protocol_provider = authentik_provider_oauth2.this[each.key].id\n}\n`;
    const main =
      'locals {\n  apps = {\n    notes = { name = "Board", host = "board.example.net" }\n    maps = { name = "Maps", host = "maps.example.net" }\n  }\n}\nmodule "logins" {\n  source = "./modules/logins"\n  apps = local.apps\n}\n';
    expect(rows({ 'a.yaml': pod('notes'), 'tf/main.tf': main, 'tf/modules/logins/main.tf': module })).toEqual({
      logins: ['board both notes slug tf/modules/logins/main.tf:2', 'maps provider maps tf/modules/logins/main.tf:2'],
      codes: [],
    });
  });

  it('of a folder that tofu-controller runs are those of each run, with the Secret that it writes', () => {
    const folder =
      'variable "name" { default = "x" }\nvariable "uris" {}\nresource "zitadel_application_oidc" "app" {\n  name = var.name\n  redirect_uris = var.uris\n}\n';
    const run = (name: string, outputs: string, path = './tf/client') =>
      `apiVersion: infra.contrib.fluxcd.io/v1alpha2\nkind: Terraform\nmetadata: {name: ${name}, namespace: rooms}\nspec: {interval: 1h, path: ${path}, sourceRef: {kind: GitRepository, name: house}, vars: [{name: name, value: ${name}}, {name: uris, value: ["https://${name}.example.net/cb"]}, {name: key, valueFrom: {secretKeyRef: {name: a, key: b}}}], writeOutputsToSecret: {name: board, outputs: [${outputs}]}}\n`;
    const app = pod('x').replace('/application/o/x/', '').replace(', {name: OIDC_REDIRECT_URI, value: "https://board.example.net/cb"}', '');
    const made = (outputs: string) => rows({ 'a.yaml': app, 'tf/client/main.tf': folder, 'run.yaml': run('maps', outputs) }).logins;
    expect(made('"client_id:id", "client_secret:secret"')).toEqual(['board both maps secret tf/client/main.tf:3']);
    const two = rows({ 'tf/client/main.tf': folder, 'run.yaml': run('maps', 'client_id'), 'more.yaml': run('notes', 'client_id', 'tf/client') });
    expect(two.logins).toEqual(['maps provider maps tf/client/main.tf:3', 'notes provider notes tf/client/main.tf:3']);
    expect(rows({ 'tf/client/main.tf': folder }).logins).toEqual([]);
  });

  it('are those that for makes of a list, and of files beside them', () => {
    const made = (locals: string, over: string) =>
      `variable "folder" { default = "files" }\nlocals {\n${locals}\n}\nresource "keycloak_openid_client" "all" {\n  for_each = ${over}\n  realm_id = "house"\n  client_id = each.key\n  standard_flow_enabled = true\n  valid_redirect_uris = ["https://\${each.value.host}/cb"]\n}\n`;
    const list = made(
      '  apps = [{ name = "maps", host = "maps.example.net" }, { name = "old", host = "old.example.net", off = true }]',
      '{ for app in local.apps : app.name => app if try(app.off, false) == false }',
    );
    expect(rows({ 'tf/main.tf': list }).logins).toEqual(['maps provider maps tf/main.tf:5']);
    const beside = made(
      '  files = fileset(path.module, "${var.folder}/*.json")\n  apps = { for one in local.files : trimsuffix(basename(one), ".json") => jsondecode(file("${path.module}/${one}")) }',
      'local.apps',
    );
    const files = { 'tf/main.tf': beside, 'tf/files/maps.json': '{"host": "maps.example.net"}', 'tf/files/notes.txt': 'x' };
    expect(rows(files).logins).toEqual(['maps provider maps tf/main.tf:6']);
  });

  it('of a module far from its callers are those of each, and none of a module that nobody calls', () => {
    const module =
      'resource "keycloak_openid_client" "this" {\n  realm_id = var.realm\n  client_id = var.id\n  standard_flow_enabled = true\n  valid_redirect_uris = var.uris\n}\n';
    const call = (id: string) =>
      `module "client" {\n  source = "../../../sso/setup/modules/client"\n  id = "${id}"\n  uris = ["https://${id}.example.net/cb"]\n}\n`;
    const files = { 'apps/sso/setup/modules/client/main.tf': module };
    expect(rows(files).logins).toEqual([]);
    const called = { ...files, 'apps/maps/setup/base/main.tf': call('maps'), 'apps/notes/setup/base/main.tf': call('notes') };
    expect(rows(called).logins).toEqual([
      'maps provider maps apps/sso/setup/modules/client/main.tf:1',
      'notes provider notes apps/sso/setup/modules/client/main.tf:1',
    ]);
  });

  it('of Keycloak sign people in when their standard flow is on', () => {
    const client = (flow: string) =>
      `resource "keycloak_openid_client" "board" {\n  realm_id = "home"\n  client_id = "board"\n  access_type = "CONFIDENTIAL"\n${flow}  valid_redirect_uris = ["https://board.example.net/*"]\n}\n`;
    const app = pod('x').replace('application/o/x/', 'realms/home');
    expect(rows({ 'a.yaml': app, 'main.tf': client('  standard_flow_enabled = true\n') })).toEqual({ logins: ['board both board host main.tf:1'], codes: [] });
    expect(rows({ 'a.yaml': app, 'main.tf': client('') }).logins).toEqual(['board app a.yaml:4']);
  });

  it('of Pocket ID are known by their redirect URI where Terraform makes their id', () => {
    const client = (more: string) => `resource "pocketid_client" "board" {\n${more}}\n`;
    const app = pod('x').replace('application/o/x/', '');
    const uri = '  callback_urls = ["https://board.example.net/*"]\n';
    expect(rows({ 'a.yaml': app, 'main.tf': client(`  name = "Board"\n  client_id = "board"\n${uri}`) }).logins).toEqual(['board both board host main.tf:1']);
    expect(rows({ 'main.tf': client(`  name = "Board"\n${uri}`) }).logins).toEqual(['Board provider Board main.tf:1']);
    expect(rows({ 'main.tf': client('  for_each = local.hidden\n  name = each.value.name\n  callback_urls = [each.value.uri]\n') }).logins).toEqual([]);
  });

  it('take what another resource says of itself', () => {
    const app = pod('x').replace('application/o/x/', 'realms/home');
    const client = (realm: string) =>
      `resource "keycloak_openid_client" "board" {\n  realm_id = ${realm}\n  client_id = "board"\n  standard_flow_enabled = true\n  valid_redirect_uris = ["https://board.example.net/*"]\n}\n`;
    for (const kind of ['resource', 'data']) {
      const realm = (name: string) => `${kind} "keycloak_realm" "house" {\n  realm = "${name}"\n}\n`;
      const id = `${kind === 'data' ? 'data.' : ''}keycloak_realm.house.id`;
      expect(rows({ 'a.yaml': app, 'main.tf': client(id) + realm('home') }).codes).toEqual([]);
      expect(rows({ 'a.yaml': app, 'main.tf': client(id) + realm('hone') }).codes).toEqual(['issuer-mismatch']);
      expect(rows({ 'a.yaml': app, 'main.tf': client(id) + realm('work') }).logins).toEqual(['board app a.yaml:4', 'board provider board main.tf:1']);
    }
    // One that names itself has no value.
    expect(rows({ 'a.yaml': app, 'main.tf': client('keycloak_openid_client.board.realm_id') }).codes).toEqual([]);
  });

  it('are called like their resource where only Terraform knows their id', () => {
    const client = (name: string) =>
      `resource "keycloak_openid_client" "board" {\n  realm_id = "home"\n  client_id = data.sops_file.secrets.data["board_id"]\n  name = ${name}\n  standard_flow_enabled = true\n  valid_redirect_uris = ["https://board.example.net/*"]\n}\n`;
    expect(rows({ 'main.tf': client('try(each.value.name, null)') }).logins).toEqual(['board provider board main.tf:1']);
    expect(rows({ 'main.tf': client('"Board of the house"') }).logins).toEqual(['Board of the house provider Board of the house main.tf:1']);
  });
});

describe('Vault in Terraform', () => {
  const client = (uri: string) =>
    `resource "keycloak_openid_client" "vault" {\n  realm_id = "home"\n  client_id = "vault"\n  access_type = "CONFIDENTIAL"\n  standard_flow_enabled = true\n  valid_redirect_uris = ["${uri}"]\n}\n`;
  const backend = (name: string, more = '') =>
    `resource "vault_jwt_auth_backend" "${name}" {\n  path = "${name}"\n  type = "oidc"\n  oidc_discovery_url = "https://id.example.net/realms/home"\n${more}}\nresource "vault_jwt_auth_backend_role" "${name}" {\n  backend = vault_jwt_auth_backend.${name}.path\n  role_name = "default"\n  user_claim = "sub"\n  oidc_scopes = ["openid"]\n  allowed_redirect_uris = ["https://vault.example.net/ui/vault/auth/${name}/oidc/callback"]\n}\n`;
  const oidc = (id = 'vault') => `  oidc_client_id = "${id}"\n  oidc_client_secret = var.secret\n`;
  const right = 'https://vault.example.net/ui/vault/auth/oidc/oidc/callback';

  it('is a login by the redirect URIs of its own roles', () => {
    const files = (uri: string, more = '') => ({ 'idp/main.tf': client(uri), 'vault/main.tf': `${backend('oidc', oidc())}${more}` });
    expect(rows(files(right))).toEqual({ logins: ['vault both vault client-id idp/main.tf:1'], codes: [] });
    expect(rows(files('https://vault.example.net/cb')).codes).toEqual(['redirect-missing']);
    const two = rows(files(right, backend('other', oidc('other'))));
    expect([two.logins.length, two.codes]).toEqual([2, []]);
  });

  it('is none where it judges tokens of others alone', () => {
    expect(rows({ 'idp/main.tf': client(right), 'vault/main.tf': backend('jwt') }).logins).toEqual(['vault provider vault idp/main.tf:1']);
  });
});

describe('what Terraform reads from files', () => {
  const many = (from: string) =>
    `locals {\n  apps = ${from}\n}\nresource "authentik_provider_oauth2" "this" {\n  for_each = toset(local.apps)\n  name = each.key\n  client_id = "app-\${each.key}"\n}\n`;
  const listed = (from: string, text: string, name = 'apps.json') => rows({ 'tf/main.tf': many(from), [`tf/${name}`]: text }).logins;

  it('is JSON and YAML beside it', () => {
    const both = ['maps provider app-maps tf/main.tf:4', 'notes provider app-notes tf/main.tf:4'];
    expect(listed('jsondecode(file("${path.module}/apps.json"))', '["maps", "notes"]')).toEqual(both);
    expect(listed('yamldecode(file("./apps.yml"))', '- maps\n- notes\n', 'apps.yml')).toEqual(both);
  });

  it('is not known where the file is not there, or is none', () => {
    expect(listed('jsondecode(file("${path.module}/none.json"))', '[]')).toEqual([]);
    expect(listed('jsondecode(file("${path.root}/apps.json"))', '["maps"]')).toEqual([]);
    expect(listed('jsondecode(file("apps.json"))', '[')).toEqual([]);
  });
});

describe('hosts that Terraform guards', () => {
  const middleware =
    'apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: {name: authentik, namespace: rooms}\nspec: {forwardAuth: {address: "http://authentik-server.auth.svc.cluster.local/outpost.goauthentik.io/auth/traefik", trustForwardHeader: true}}\n';
  const route = (host: string) =>
    `apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: {name: board, namespace: rooms}\nspec: {routes: [{match: "Host(\`${host}\`)", kind: Rule, middlewares: [{name: authentik}], services: [{name: board, port: 80}]}]}\n`;
  const guard = (host: string) =>
    `locals {\n  domain = "example.net"\n}\nresource "authentik_provider_proxy" "board" {\n  name = "Board"\n  mode = "forward_single"\n  external_host = ${host}\n}\nresource "authentik_application" "board" {\n  name = "Board"\n  slug = "notes"\n  protocol_provider = authentik_provider_proxy.board.id\n}\n`;
  const files = (host: string) => ({ 'a.yaml': `${middleware}---\n${route('board.example.net')}`, 'tf/main.tf': guard(host) });

  it('are paired by the host', () => {
    expect(rows(files('"https://board.${local.domain}"'))).toEqual({ logins: ['board.example.net both host tf/main.tf:4'], codes: [] });
  });

  it('are two logins where the hosts differ, and one where nobody knows the host', () => {
    expect(rows(files('"https://maps.example.net"')).logins).toEqual(['board.example.net app a.yaml:9', 'maps.example.net provider tf/main.tf:4']);
    expect(rows(files('var.board_url')).logins).toEqual(['board.example.net app a.yaml:9']);
  });

  it('are likely one where the name is the same and a variable has the domain', () => {
    expect(rows(files('"https://board.${var.domain}"')).logins).toEqual(['board.example.net both host tf/main.tf:4']);
    expect(rows(files('"https://maps.${var.domain}"')).logins).toHaveLength(2);
  });
});
