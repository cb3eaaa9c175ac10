import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function found(files: Record<string, string>): Promise<string[]> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { findings } = await validatePaths({ paths: [folder], imports: 'no-such-folder', strictKinds: false, kubernetes: 36, version: '1.0.0' });
  return findings.map(({ code, file, path, line }) => [code, file!.slice(folder.length + 1), path, line].join(' '));
}

const part =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          resources: {}\n';
const wrongPart = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replica: 2\n';
const operations = '- op: replace\n  path: /spec/replicas\n  value: 2\n';
const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by);

describe('patches of a kustomization', () => {
  it('are parts of an object, wherever they lie', async () => {
    const kustomization = 'resources: [../base]\npatches:\n  - path: patches/web.yaml\n  - path: ../common/more.yaml\n    target: {kind: Deployment}\n';
    const good = { 'home/kustomization.yaml': kustomization, 'home/patches/web.yaml': part, 'common/more.yaml': part };
    expect(await found(good)).toEqual([]);
    expect(await found({ ...good, 'home/patches/web.yaml': wrongPart })).toEqual(['schema-unknown-field home/patches/web.yaml spec.replica 5']);
    // Named by nothing, the same text is an object that lacks half of its fields.
    expect((await found({ 'web.yaml': part })).length).toBeGreaterThan(0);
  });

  it('may have the older form', async () => {
    const kustomization =
      'patchesStrategicMerge:\n  - web.yaml\npatchesJson6902:\n  - path: operations.yaml\n    target: {version: v1, kind: Deployment, name: web}\n';
    const good = { 'kustomization.yaml': kustomization, 'web.yaml': part, 'operations.yaml': operations };
    expect(await found(good)).toEqual([]);
    // Texts in `patches` are of the oldest form.
    const oldest = { ...good, 'kustomization.yaml': kustomization.replace('patchesStrategicMerge', 'patches') };
    expect(await found(oldest)).toEqual([]);
    expect(await found({ ...oldest, 'web.yaml': wrongPart })).toEqual(['schema-unknown-field web.yaml spec.replica 5']);
    // A patch that deletes is no object, although nothing names it.
    expect(await found({ 'delete.yaml': `$patch: delete\n${part}` })).toEqual([]);
    expect(await found({ ...good, 'operations.yaml': '- op: replac\n  path: /spec\n' })).toEqual(['schema-enum operations.yaml [0].op 1']);
    expect(await found({ ...good, 'operations.yaml': 'spec: {}\n' })).toEqual(['schema-type operations.yaml  1']);
  });

  it('may be lists of operations, in JSON as well', async () => {
    const kustomization = 'patches:\n  - path: one.yaml\n    target: {kind: Deployment}\n  - path: two.json\n    target: {labelSelector: a=b}\n';
    const good = { 'kustomization.yml': kustomization, 'one.yaml': operations, 'two.json': '[{"op": "remove", "path": "/spec/replicas"}]' };
    expect(await found(good)).toEqual([]);
    expect(await found({ ...good, 'two.json': '[{"op": "remove", "path": "spec/replicas"}]' })).toEqual(['schema-pattern two.json [0].path 1']);
  });

  it('may stand in the file itself', async () => {
    const inline = (text: string) => `patches:\n  - target: {kind: Deployment}\n    patch: |\n${indented(text, '      ')}`;
    expect(await found({ 'kustomization.yaml': inline(part) })).toEqual([]);
    expect(await found({ 'kustomization.yaml': inline(operations) })).toEqual([]);
    expect(await found({ 'kustomization.yaml': inline(wrongPart) })).toEqual(['schema-unknown-field kustomization.yaml patches[0].patch.spec.replica 8']);
    const older = (text: string) => `patchesStrategicMerge:\n  - |\n${indented(text, '    ')}`;
    expect(await found({ 'kustomization.yaml': older(part) })).toEqual([]);
    expect(await found({ 'kustomization.yaml': older(wrongPart) })).toEqual([
      'schema-unknown-field kustomization.yaml patchesStrategicMerge[0].spec.replica 7',
    ]);
  });

  it('whose target is of another kind than they say are not judged by that kind', async () => {
    const kustomization = 'patches:\n  - path: web.yaml\n    target: {labelSelector: tier=front}\n';
    expect(
      await found({ 'kustomization.yaml': kustomization, 'web.yaml': 'apiVersion: v1\nkind: NotImportant\nmetadata: {name: any}\nspec: {replica: 2}\n' }),
    ).toEqual([]);
  });

  it('are judged in a Flux Kustomization and behind a release too', async () => {
    const head = 'metadata: {name: apps, namespace: flux-system}\nspec:\n  interval: 1h\n';
    const flux = (text: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n${head}  prune: true\n  sourceRef: {kind: GitRepository, name: home}\n  patches:\n    - patch: |\n${indented(text, '        ')}`;
    expect(await found({ 'apps.yaml': flux(part) })).toEqual([]);
    expect(await found({ 'apps.yaml': flux(wrongPart) })).toEqual(['schema-unknown-field apps.yaml spec.patches[0].patch.spec.replica 14']);
    const release = (text: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n${head}  chartRef: {kind: OCIRepository, name: web}\n  postRenderers:\n    - kustomize:\n        patches:\n          - patch: |\n${indented(text, '              ')}`;
    expect(await found({ 'web.yaml': release(operations) })).toEqual([]);
    expect(await found({ 'web.yaml': release(wrongPart) })).toEqual([
      'schema-unknown-field web.yaml spec.postRenderers[0].kustomize.patches[0].patch.spec.replica 15',
    ]);
  });
});
