import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as probe } from './tool.ts';

// The commands of docs/tasks/from-terraform.md, on a state that was made by hand: forgetting needs no provider.
const page = readFileSync('docs/tasks/from-terraform.md', 'utf8');
const there = ['terraform', 'jq'].every((tool) => probe(tool, ['--version']).status === 0);
// Nobody who works on pinout needs them, so the gate does not install them.
if (!there) console.warn('skipped: terraform and jq do not both run here (https://developer.hashicorp.com/terraform/install)');

const resource = (type: string, name: string, attributes: Readonly<Record<string, unknown>>) => ({
  mode: 'managed',
  type,
  name,
  provider: 'provider["registry.terraform.io/goauthentik/authentik"]',
  instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
});
const state = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 7,
  lineage: 'by-hand',
  outputs: {},
  resources: [
    resource('authentik_group', 'grafana_admins', { id: '1', name: 'grafana-admins' }),
    resource('authentik_provider_oauth2', 'grafana', { id: '2', client_id: 'grafana', client_secret: 'kept-as-it-is' }),
    resource('authentik_application', 'grafana', { id: '3', slug: 'grafana' }),
    resource('authentik_policy_binding', 'grafana_admins_required', { id: '4' }),
    resource('random_password', 'other', { id: '5' }),
  ],
};

describe.skipIf(!there)('from Terraform', () => {
  let folder: string;
  const run = (command: string) =>
    execFileSync('bash', ['-euo', 'pipefail', '-c', command], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'from-terraform-'));
    writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the logins in the state, and their secret', () => {
    const list = /^terraform state list .+$/m.exec(page)![0];
    expect(run(list).trim().split('\n')).toHaveLength(4);
    const secret = /^terraform state pull .+client_secret'/m.exec(page)![0];
    expect(run(secret).trim()).toBe('kept-as-it-is');
  });

  it('forgets a login in the order of the page, and nothing else', () => {
    const forget = /^terraform state rm authentik_policy_binding[\s\S]+?authentik_provider_oauth2\.grafana$/m.exec(page)![0];
    run(forget);
    expect(run('terraform state list').trim().split('\n')).toEqual(['authentik_group.grafana_admins', 'random_password.other']);
  });

  it('deletes what a block left behind, and plans nothing once it is forgotten', () => {
    const project = mkdtempSync(join(tmpdir(), 'from-terraform-plan-'));
    const terraformIn = (...args: string[]) => spawnSync('terraform', [...args, '-no-color'], { cwd: project, encoding: 'utf8' }).stdout;
    const other = 'resource "terraform_data" "other" { input = "b" }\n';
    writeFileSync(join(project, 'main.tf'), `resource "terraform_data" "grafana" { input = "a" }\n${other}`);
    terraformIn('init');
    terraformIn('apply', '-auto-approve');
    writeFileSync(join(project, 'main.tf'), other);
    expect(terraformIn('plan')).toContain('1 to destroy');
    spawnSync('terraform', ['state', 'rm', 'terraform_data.grafana'], { cwd: project });
    expect(terraformIn('plan')).toContain('No changes.');
    rmSync(project, { recursive: true, force: true });
  });
});
