import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { objectsIn } from '../support/exploded.ts';
import { has, run } from './tool.ts';

const there = has('kustomize', ['version'], 'go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.0');
const layers = readdirSync('dist/home', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('kustomization.yaml'))
  .map((path) => path.slice(0, -'/kustomization.yaml'.length))
  .sort();

describe.skipIf(!there)('kustomize, as Flux runs it', () => {
  it.each(layers)('builds %s, with every object of the folder in it', (layer) => {
    const { status, stdout, stderr } = run('kustomize', ['build', `dist/home/${layer}`]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const objects = parseAllDocuments(stdout);
    const files = readdirSync(`dist/home/${layer}`).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    expect(objects).toHaveLength(files.flatMap((name) => objectsIn(readFileSync(`dist/home/${layer}/${name}`, 'utf8'))).length);
  });
});
