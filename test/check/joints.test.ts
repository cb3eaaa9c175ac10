import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import type { SourceDocument } from '../../lib/manifest/source.ts';
import { exploded } from '../support/exploded.ts';
import { readFolder } from '../support/temp-folder.ts';

const home = 'dist/home';
const files = Object.entries(exploded(readFolder(home))).flatMap(([path, text]) =>
  /\.ya?ml$|README\.md$/.test(path) &&
  !`${home}/${path}`.includes('/flux/') &&
  !/^(?:apps|identity|login)\/(?!(?:vault|whoami|groups|outpost|headlamp|kubectl)\/)/.test(path)
    ? [{ file: `${home}/${path}`, text }]
    : [],
);
const parsed = new Map<string, SourceDocument[]>();

/** What two objects that Flux applies have in common beside what a login reader sees: file, text, another text, and who finds it. */
const joints: readonly (readonly [file: string, from: string, to: string, code: string])[] = [
  ['identity/vault/configmap-blueprint-vault.yaml', '  vault.yaml: |', '  vaults.yaml: |', 'blueprint-job-file'],
  ['identity/vault/configmap-blueprint-vault.yaml', '  vault-proof.yaml: |', '  proof.yaml: |', 'blueprint-job-file'],
  ['identity/vault/job-blueprint-vault.yaml', '- pinout/vault.yaml', '- pinout/vaults.yaml', 'blueprint-job-file'],
  ['identity/vault/job-blueprint-vault.yaml', '            - pinout/vault-proof.yaml\n', '', 'blueprint-job-file'],
  ['identity/vault/job-blueprint-vault.yaml', 'mountPath: /blueprints/pinout', 'mountPath: /blueprints/other', 'blueprint-job-file'],
  ['identity/vault/job-blueprint-vault.yaml', '{ name: blueprint, mountPath', '{ name: blueprints, mountPath', 'mount-broken'],
  ['identity/vault/job-blueprint-vault.yaml', '{ key: client-secret', '{ key: secret', 'mount-broken'],
  ['identity/vault/job-blueprint-vault.yaml', 'configMap: { name: blueprint-vault', 'configMap: { name: blueprint-other', 'reference-missing'],
  ['identity/groups/job-blueprint-groups.yaml', '- pinout/groups.yaml', '- pinout/group.yaml', 'blueprint-job-file'],
  ['identity/vault/kustomization.yaml', '  - job-blueprint-vault.yaml\n', '', 'kustomization-entry'],
  ['identity/vault/kustomization.yaml', 'job-blueprint-vault.yaml', 'job-vault.yaml', 'kustomization-entry'],
  ['login/vault/configmap-vault-login.yaml', '    policy admin\n', '    policy admins\n', 'vault-login-data'],
  ['login/vault/configmap-vault-login.yaml', '    group pinout.oidc.vault-readers\n', '', 'vault-login-data'],
  ['login/vault/configmap-vault-login.yaml', 'alias-pinout.oidc.vault-admins.json', 'alias-pinout.oidc.admins.json', 'vault-login-data'],
  ['login/vault/configmap-vault-login.yaml', 'policy-admin.json', 'policy-admins.json', 'vault-login-data'],
  ['apps/whoami/ingress-whoami.yaml', 'number: 80', 'number: 81', 'backend-missing'],
  ['apps/whoami/networkpolicy-whoami.yaml', 'instance: whoami', 'instance: who', 'network-policy-empty'],
  ['apps/whoami/networkpolicy-whoami.yaml', 'controller: whoami', 'controller: app', 'network-policy-empty'],
];

describe('what joins two objects that Flux applies', () => {
  it('is whole in dist', () => expect(checkFiles(files, { parsed }).findings).toEqual([]));

  it.each(joints)('%s: %j', (name, from, to, code) => {
    const file = files.find((one) => one.file === `${home}/${name}`)!;
    expect(file.text).toContain(from);
    const changed = files.map((one) => (one === file ? { file: one.file, text: one.text.replace(from, to) } : one));
    expect(checkFiles(changed, { parsed }).findings.map((finding) => finding.code)).toContain(code);
  });
});
