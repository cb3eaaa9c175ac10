import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A folder of a repository that is checked without the rest: what applies it, and patches what it holds, lies beside it. */

const kustomization = (name: string, path: string, more = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  interval: 1h\n  prune: true\n  path: ${path}\n  sourceRef: { kind: GitRepository, name: flux-system }\n${more}`;
const list = (...files: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${files.join(', ')}]\n`;
const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: { name: notes, namespace: web }\nstringData: { key: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]" }\nsops: { mac: "ENC[AES256_GCM,data:x]" }\n';
const decrypts =
  '  patches:\n    - target: { group: kustomize.toolkit.fluxcd.io, kind: Kustomization }\n      patch: |\n        apiVersion: kustomize.toolkit.fluxcd.io/v1\n        kind: Kustomization\n        metadata: { name: all }\n        spec: { decryption: { provider: sops, secretRef: { name: age } } }\n';
const apps = {
  'house/apps/kustomization.yaml': list('notes/ks.yaml'),
  'house/apps/notes/ks.yaml': kustomization('notes', './house/apps/notes/app'),
  'house/apps/notes/app/secret.yaml': secret,
};

function codes(files: Readonly<Record<string, string>>, path: string): string[] {
  const folder = tempFolder();
  mkdirSync(join(folder, '.git'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return checkTree([join(folder, path)]).findings.map(({ code }) => code);
}

it('is read as the Kustomization beside it patches it', () => {
  const by = (more = '') => ({ ...apps, 'house/flux/apps.yaml': kustomization('apps', './house/apps', more) });
  expect(codes(by(decrypts), 'house/apps')).toEqual([]);
  expect(codes(by(decrypts), '.')).toEqual([]);
  expect(codes(by(), 'house/apps')).toEqual(['sops-undecrypted']);
  expect(codes(by(), '.')).toEqual(['sops-undecrypted']);
});

it('is not judged by a patch that may be elsewhere', () => {
  expect(codes(apps, 'house/apps')).toEqual([]);
  // Nobody lists it: it is applied as it is.
  const loose = Object.fromEntries(Object.entries(apps).filter(([file]) => file !== 'house/apps/kustomization.yaml'));
  expect(codes(loose, 'house/apps')).toEqual(['sops-undecrypted']);
});

it('is not what a Kustomization for another folder, or an example, applies', () => {
  const others = { ...apps, 'house/flux/apps.yaml': kustomization('apps', './house/other', decrypts), 'house/other/kustomization.yaml': list() };
  expect(codes({ ...others, 'examples/apps.yaml': kustomization('apps', './house/apps') }, 'house/apps')).toEqual([]);
});
