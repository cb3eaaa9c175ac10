import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceDocuments } from '../../lib/manifest/source.ts';
import { builtOf, generatedNames, inOneForm } from '../support/kustomize-trees/built.ts';
import { madeTree } from '../support/kustomize-trees/made.ts';
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

  it('agree where they are made at random', () => {
    let built = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const files = madeTree(seed);
      let objects: Record<string, unknown>[];
      try {
        ({ objects } = realBuild(files));
      } catch {
        // Two transformers may want what cannot be: a patch of what another has deleted.
        continue;
      }
      built += 1;
      const names = generatedNames(files);
      expect(inOneForm(builtOf(files), names), JSON.stringify(files, null, 1).slice(0, 6000)).toEqual(inOneForm(objects, names));
    }
    expect(built).toBeGreaterThan(40);
  });
});
