import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const secret = 'S3cr3t-that-the-export-holds';

/** As `ak export_blueprint` writes it: references are keys of the database, and what has its usual value is left out. */
const exported = `context: {}
entries:
- attrs:
    name: family
  conditions: []
  id: null
  identifiers:
    pk: 5f3a6f0e-0000-4000-8000-000000000001
  model: authentik_core.group
  permissions: []
  state: present
- attrs:
    managed: goauthentik.io/providers/oauth2/scope-openid
    name: 'authentik default OAuth Mapping: OpenID ''openid'''
    scope_name: openid
    expression: return {}
  identifiers:
    pk: 5f3a6f0e-0000-4000-8000-000000000002
  model: authentik_providers_oauth2.scopemapping
  state: present
- attrs:
    authorization_flow: 5f3a6f0e-0000-4000-8000-00000000000f
    client_id: k3YxQ0eT
    client_secret: ${secret}
    name: Provider for Home
    mode: forward_single
    external_host: https://start.home.example.org
  identifiers:
    pk: 7
  model: authentik_providers_proxy.proxyprovider
  state: present
- attrs:
    client_id: k3YxQ0eT
    client_secret: ${secret}
    name: Provider for Home
  identifiers:
    pk: 7
  model: authentik_providers_oauth2.oauth2provider
  state: present
- attrs:
    meta_launch_url: https://start.home.example.org/
    name: Start
    provider: 7
    slug: start
  identifiers:
    pk: 5f3a6f0e-0000-4000-8000-000000000003
  model: authentik_core.application
  state: present
- attrs:
    enabled: true
    group: 5f3a6f0e-0000-4000-8000-000000000001
    order: 0
    target: 5f3a6f0e-0000-4000-8000-000000000003
    timeout: 30
  identifiers:
    pk: 5f3a6f0e-0000-4000-8000-000000000004
  model: authentik_policies.policybinding
  state: present
metadata:
  labels:
    blueprints.goauthentik.io/generated: 'true'
  name: authentik Export - 2026-11-01 10:00:00.000000+00:00
version: 1
`;

async function adopt(text: string, more: readonly string[] = [], root = tempFolder()) {
  const file = join(root, 'export.yaml');
  writeFileSync(file, text);
  let all = '';
  const app = join(root, 'new/apps/main.ts');
  mkdirSync(join(root, 'new'), { recursive: true });
  const io = { out: (one: string) => void (all += one), talk: (one: string) => void (all += one), env: {} };
  const code = await main(['adopt', file, '--app', app, '--address', '192.168.1.30', ...more], io);
  return { code, all, root, files: readFolder(join(root, 'new')) };
}

describe('an export of authentik', () => {
  it('becomes app files, and none of its secrets goes anywhere', async () => {
    const { code, all, files } = await adopt(exported);
    expect(code).toBe(0);
    expect(all + JSON.stringify(files)).not.toContain(secret);
    expect(files['apps/start.ts']).toContain(`forwardAuthApp({
  name: 'start',
  access: groups('family'),
  wayIn: 'present',
  adopt: { provider: 'Provider for Home', groups: ['family'] },
});`);
    expect(files['apps/main.ts']).toContain("  domain: 'home.example.org',");
    expect(all).toContain("start: the identity provider's end found; apps/start.ts: written");
  });

  it('--dry-run prints and writes nothing; a file that is there is kept until --force', async () => {
    const dry = await adopt(exported, ['--dry-run']);
    expect([dry.code, dry.files]).toEqual([0, {}]);
    expect(dry.all).toContain('--- apps/start.ts\nimport { forwardAuthApp, groups }');
    const root = tempFolder();
    mkdirSync(join(root, 'new/apps'), { recursive: true });
    writeFileSync(join(root, 'new/apps/start.ts'), 'export const mine = 1;\n');
    const kept = await adopt(exported, [], root);
    expect(kept.files['apps/start.ts']).toBe('export const mine = 1;\n');
    expect(kept.all).toContain('exists already, not changed (--force overwrites it)');
  });

  it('--force writes a file anew, and --json says the same as data', async () => {
    const root = tempFolder();
    mkdirSync(join(root, 'new/apps'), { recursive: true });
    writeFileSync(join(root, 'new/apps/start.ts'), 'export const mine = 1;\n');
    const { all, files } = await adopt(exported, ['--force', '--json', '--quiet'], root);
    expect(files['apps/start.ts']).toContain('forwardAuthApp');
    expect((JSON.parse(all) as { logins: unknown }).logins).toMatchObject([{ app: 'start', file: 'apps/start.ts', state: 'changed', changes: [] }]);
  });

  it.each([
    ['is cut off', exported.slice(0, exported.indexOf('    name: Provider')).replace('conditions: []', 'conditions: ['), 'export-invalid'],
    ['ends too early', exported.slice(0, exported.indexOf('metadata:')), 'no version'],
    ['is of another version', exported.replace('version: 1\n', 'version: 2\n'), 'version 2'],
    ['has a banner of the shell in it', `authentik starting…: [x\n${exported}`, 'export-invalid'],
    ['holds no login', `${exported.slice(0, exported.indexOf('- attrs:\n    authorization_flow'))}version: 1\n`, 'adopt-nothing'],
  ])('that %s is refused, and nothing is written', async (_, text, words) => {
    const { code, all, files } = await adopt(text);
    expect([code, files]).toEqual([3, {}]);
    expect(all).toContain(words);
    expect(all).not.toContain(secret);
  });
});
