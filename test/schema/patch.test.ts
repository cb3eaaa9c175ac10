import { describe, expect, it } from 'vitest';
import { contentOf } from '../../lib/schema/content.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';

const options = { registry: new Registry(), strictKinds: false };
const found = (file: string, text: string) =>
  validateText(file, text, options).findings.map(({ code, path, line }) => [code, path, line].filter((part) => part !== undefined && part !== '').join(' '));

describe('patches for kubeadm', () => {
  it('are parts of an object: what they leave out is not missed, what they write is judged', () => {
    const aliases = 'spec:\n  hostAliases:\n    - ip: 192.168.1.30\n      hostnames: [auth.example.org]\n';
    for (const name of ['kube-apiserver.yaml', 'kube-apiserver0+strategic.yaml', 'kube-scheduler-x+merge.yml', 'etcd+strategic.yaml'])
      expect(found(`patches/${name}`, aliases), name).toEqual([]);
    expect(found('corednsdeployment+strategic.yaml', 'spec:\n  replicas: 3\n')).toEqual([]);
    expect(found('kube-apiserver0+strategic.yaml', 'spec:\n  hostAlias: []\n')).toEqual(['schema-unknown-field spec.hostAlias 2']);
    expect(found('corednsdeployment+merge.yaml', 'spec:\n  replicas: three\n')).toEqual(['schema-type spec.replicas 2']);
  });

  it('may tell how to merge, and take fields away', () => {
    const text = 'spec:\n  containers:\n    - name: kube-apiserver\n      $patch: delete\n  hostNetwork: null\n  $retainKeys: [containers]\n';
    expect(found('kube-apiserver+strategic.yaml', text)).toEqual([]);
  });

  it('may be JSON patches', () => {
    expect(found('kube-apiserver+json.yaml', '- op: add\n  path: /spec/hostNetwork\n  value: true\n- {op: remove, path: /spec/x}\n')).toEqual([]);
    expect(found('kube-apiserver+json.yaml', '- op: ad\n  path: spec\n')).toEqual(['schema-enum [0].op 1', 'schema-pattern [0].path 2']);
    expect(found('kube-apiserver+json.yaml', '- op: add\n  path: /spec\n')).toEqual(['schema-required [0] 1']);
    expect(found('kube-apiserver+json.yaml', 'spec: {}\n')).toEqual(['schema-type 1']);
  });

  it('are not files of other names, nor whole objects', () => {
    expect(found('apiserver.yaml', 'spec: {}\n')).toEqual(['schema-required 1', 'schema-required 1']);
    expect(found('kube-apiserver.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}\n')).toEqual(['schema-required spec 4']);
    expect(found('etcd.yaml', 'a: b\n')).toEqual(['schema-required 1', 'schema-required 1']);
  });

  it('have a place of their own in the cache: the same text in a file of another name is another thing', () => {
    const folder = tempFolder();
    const hash = (name: string) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), 'spec: {}\n');
      return contentOf({ path: join(folder, name), certain: true }).hash;
    };
    expect(new Set(['a.yaml', 'etcd.yaml', 'etcd+json.yaml', 'corednsdeployment.yaml'].map(hash)).size).toBe(4);
  });
});
