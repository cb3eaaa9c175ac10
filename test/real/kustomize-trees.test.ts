import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceDocuments } from '../../lib/manifest/source.ts';
import { builtOf, generatedNames, inOneForm } from '../support/kustomize-trees/built.ts';
import { trees } from '../support/kustomize-trees/trees.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const there = has('kustomize', ['version'], 'go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.0');

function realBuild(files: Readonly<Record<string, string>>): { objects: Record<string, unknown>[]; stderr: string } {
  const folder = tempFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { status, stdout, stderr } = run('kustomize', ['build', folder]);
  if (status !== 0) throw new Error(stderr);
  return { objects: sourceDocuments('out.yaml', stdout).map(({ parsed }) => parsed.value as Record<string, unknown>), stderr };
}

describe.skipIf(!there)('trees as kustomize builds them', () => {
  it.each(Object.entries(trees))('%s', (_, files) => {
    const { objects } = realBuild(files);
    const names = generatedNames(files);
    expect(inOneForm(builtOf(files), names)).toEqual(inOneForm(objects, names));
  });
});
