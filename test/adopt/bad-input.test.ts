import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const secret = 'S3cr3t-that-stays-where-it-is';
type Values = Readonly<Record<string, unknown>>;

/** A state of Terraform, by the types of its resources. */
const state = (...resources: readonly (readonly [string, Values])[]): string =>
  JSON.stringify({
    format_version: '1.0',
    terraform_version: '1.9.8',
    values: {
      root_module: {
        child_modules: [
          // As `for_each` in a module has them: each key is a resource of its own.
          {
            address: 'module.apps["a"]',
            resources: resources.map(([type, values], index) => ({ mode: 'managed', type, name: 'x', index: `k${index}`, values })),
          },
        ],
      },
    },
  });

/** An export, by models and keys. */
const exported = (...objects: readonly (readonly [string, string | number, Values])[]): string =>
  `context: {}\nentries:\n${objects
    .map(
      ([model, pk, attrs]) =>
        `- attrs: ${JSON.stringify(attrs)}\n  conditions: []\n  id: null\n  identifiers: ${JSON.stringify({ pk })}\n  model: ${model}\n  state: present\n`,
    )
    .join('')}metadata:\n  labels: { blueprints.goauthentik.io/generated: 'true' }\n  name: authentik Export\nversion: 1\n`;

async function adopt(files: Readonly<Record<string, string | Uint8Array>>, paths: readonly string[], prepare?: (root: string) => void) {
  const root = tempFolder();
  mkdirSync(join(root, 'new'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  prepare?.(root);
  let all = '';
  const io = { out: (text: string) => void (all += text), talk: (text: string) => void (all += text), env: {} };
  const named = paths.map((path) => join(root, path));
  const code = await main(['adopt', ...named, '--app', join(root, 'new/apps/main.ts'), '--address', '192.168.1.30'], io);
  return { code, all: all.replaceAll(`${root}/`, ''), files: readFolder(join(root, 'new')) };
}

const url = 'https://wiki.example.org/callback';
const oauth2 = { name: 'wiki', client_id: 'wiki', client_secret: secret };

describe('what is said, and not dropped in silence', () => {
  const others = [
    ['jira', 'its provider jira is for SAML'],
    ['ldap', 'its provider directory is for LDAP'],
    ['sync', 'it is a backchannel provider of wiki, and is for SCIM'],
    ['old', 'its proxy provider has the mode proxy'],
    ['wide', 'its proxy provider has the mode forward_domain'],
  ] as const;
  const inputs: Readonly<Record<string, readonly [string, string]>> = {
    'a state with the names of fields of an older provider': [
      'state.json',
      state(
        ['authentik_provider_oauth2', { id: '1', ...oauth2, redirect_uris: [url] }],
        ['authentik_application', { id: 'wiki', uuid: 'a1', slug: 'wiki', name: 'Wiki', protocol_provider: 1, backchannel_providers: [6] }],
        ['authentik_provider_saml', { id: '2', name: 'jira' }],
        ['authentik_application', { id: 'jira', uuid: 'a2', slug: 'jira', name: 'Jira', protocol_provider: 2 }],
        ['authentik_provider_ldap', { id: '3', name: 'directory' }],
        ['authentik_application', { id: 'ldap', uuid: 'a3', slug: 'ldap', name: 'LDAP', protocol_provider: 3 }],
        ['authentik_provider_proxy', { id: '4', name: 'old', mode: 'proxy', external_host: 'https://old.example.org', internal_host: 'http://old' }],
        ['authentik_application', { id: 'old', uuid: 'a4', slug: 'old', name: 'Old', protocol_provider: 4 }],
        [
          'authentik_provider_proxy',
          { id: '5', name: 'wide', mode: 'forward_domain', external_host: 'https://auth.example.org', cookie_domain: 'example.org' },
        ],
        ['authentik_application', { id: 'wide', uuid: 'a5', slug: 'wide', name: 'Wide', protocol_provider: 5 }],
        ['authentik_provider_scim', { id: '6', name: 'sync' }],
      ),
    ],
    'an export of authentik 2024.8': [
      'export.yaml',
      exported(
        ['authentik_providers_oauth2.oauth2provider', 1, { ...oauth2, redirect_uris: `${url}\nhttps://wiki.example.org/other` }],
        ['authentik_core.application', 'a1', { slug: 'wiki', name: 'Wiki', provider: 1, backchannel_providers: [6] }],
        ['authentik_providers_saml.samlprovider', 2, { name: 'jira' }],
        ['authentik_core.application', 'a2', { slug: 'jira', name: 'Jira', provider: 2 }],
        ['authentik_providers_ldap.ldapprovider', 3, { name: 'directory' }],
        ['authentik_core.application', 'a3', { slug: 'ldap', name: 'LDAP', provider: 3 }],
        ['authentik_providers_proxy.proxyprovider', 4, { name: 'old', external_host: 'https://old.example.org', internal_host: 'http://old' }],
        ['authentik_core.application', 'a4', { slug: 'old', name: 'Old', provider: 4 }],
        ['authentik_providers_proxy.proxyprovider', 5, { name: 'wide', mode: 'forward_domain', external_host: 'https://auth.example.org' }],
        ['authentik_core.application', 'a5', { slug: 'wide', name: 'Wide', provider: 5 }],
        ['authentik_providers_scim.scimprovider', 6, { name: 'sync' }],
      ),
    ],
    'a blueprint in git': [
      'blueprint.yaml',
      `version: 1
metadata: { name: apps }
entries:
  - { model: authentik_providers_oauth2.oauth2provider, id: p1, identifiers: { name: wiki }, attrs: { client_id: wiki, client_secret: ${secret}, redirect_uris: [{ matching_mode: strict, url: '${url}' }] } }
  - { model: authentik_providers_scim.scimprovider, id: p6, identifiers: { name: sync } }
  - { model: authentik_core.application, identifiers: { slug: wiki }, attrs: { name: Wiki, provider: !KeyOf p1, backchannel_providers: [!KeyOf p6] } }
  - { model: authentik_providers_saml.samlprovider, id: p2, identifiers: { name: jira } }
  - { model: authentik_core.application, identifiers: { slug: jira }, attrs: { name: Jira, provider: !Find [authentik_providers_saml.samlprovider, [name, jira]] } }
  - { model: authentik_providers_ldap.ldapprovider, id: p3, identifiers: { name: directory } }
  - { model: authentik_core.application, identifiers: { slug: ldap }, attrs: { name: LDAP, provider: !KeyOf p3 } }
  - { model: authentik_providers_proxy.proxyprovider, id: p4, identifiers: { name: old }, attrs: { external_host: 'https://old.example.org', internal_host: 'http://old' } }
  - { model: authentik_core.application, identifiers: { slug: old }, attrs: { name: Old, provider: !KeyOf p4 } }
  - { model: authentik_providers_proxy.proxyprovider, id: p5, identifiers: { name: wide }, attrs: { mode: forward_domain, external_host: 'https://auth.example.org' } }
  - { model: authentik_core.application, identifiers: { slug: wide }, attrs: { name: Wide, provider: !KeyOf p5 } }
  - { model: authentik_core.application, identifiers: { slug: links }, attrs: { name: Links, meta_launch_url: 'https://links.example.org' } }
`,
    ],
  };

  it.each(Object.entries(inputs))('%s', async (_, [name, text]) => {
    const { code, all, files } = await adopt({ [name]: text }, [name]);
    expect(code).toBe(0);
    expect(Object.keys(files)).toEqual(['apps/main.ts', 'apps/wiki.ts']);
    expect(files['apps/wiki.ts']).toContain("'/callback'");
    for (const [app, why] of others) expect(all).toContain(`${app}: not adopted. ${why}`);
    expect(all + JSON.stringify(files)).not.toContain(secret);
  });

  it('a link on the start page is none, and a file without any login says what is there', async () => {
    const { all } = await adopt({ 'blueprint.yaml': inputs['a blueprint in git']![1] }, ['blueprint.yaml']);
    expect(all).toContain('links: not adopted. its application has no provider: it is only a link, not a login');
    const saml = state(['authentik_provider_saml', { id: '2', name: 'jira' }]);
    const none = await adopt({ 'state.json': saml }, ['state.json']);
    expect([none.code, none.files]).toEqual([3, {}]);
    expect(none.all).toContain('adopt-nothing');
    expect(none.all).toContain('jira: its provider jira is for SAML');
  });
});

describe('files that cannot be read', () => {
  it.each<readonly [string, string, string | Uint8Array, string]>([
    ['UTF-16', 'state.json', Buffer.from('{"format_version":"1.0"}', 'utf16le').subarray(0), 'not UTF-8 text'],
    ['UTF-16 with a mark', 'state.json', Buffer.from('\uFEFF{"format_version":"1.0"}', 'utf16le'), 'Out-File -Encoding utf8NoBOM'],
    ['Latin-1', 'export.yaml', Buffer.from('version: 1\nmetadata: { name: M\xFCller }\nentries: []\n', 'latin1'), 'not UTF-8 text'],
    ['a picture', 'picture.yaml', Uint8Array.from({ length: 2000 }, (_, index) => index % 256), 'not UTF-8 text'],
    ['an empty file', 'state.json', '', 'adopt-nothing'],
    ['a list', 'state.json', '[1, 2]', 'adopt-nothing'],
    ['a state without anything', 'state.json', '{"format_version":"1.0"}', 'adopt-nothing'],
    [
      'values of other kinds',
      'state.json',
      '{"format_version":"1.0","values":{"root_module":{"resources":[5,null,{"type":7}],"child_modules":"x"}}}',
      'adopt-nothing',
    ],
    ['JSON that is nested too deep', 'state.json', `{"format_version":"1.0","values":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 'adopt-nothing'],
  ])('%s', async (_, name, content, words) => {
    const { code, all, files } = await adopt({ [name]: content }, [name]);
    expect([code, files]).toEqual([3, {}]);
    expect(all).toContain(words);
    expect(all).not.toMatch(/npm run synth|\bat .*\.ts:\d/);
  });

  it('a link to itself, a link to nothing, and a path that is not there', async () => {
    const link = (root: string) => {
      symlinkSync('loop', join(root, 'loop'));
      symlinkSync('nothing', join(root, 'dangling.json'));
    };
    for (const [path, words] of [
      ['loop', 'a link that leads to itself'],
      ['dangling.json', 'not there'],
      ['missing', 'not there'],
    ] as const) {
      const { code, all, files } = await adopt({}, [path], link);
      expect([code, files]).toEqual([3, {}]);
      expect(all).toContain(`adopt: ${path} is ${words}`);
    }
  });
});
