import { describe, expect, it } from 'vitest';
import { checkFiles, type CheckOptions } from '../../lib/check/check-tree.ts';

const result = (texts: Readonly<Record<string, string>>, options: CheckOptions = {}) =>
  checkFiles(
    Object.entries(texts).map(([file, text]) => ({ file, text })),
    options,
  );
const told = (texts: Readonly<Record<string, string>>, options?: CheckOptions) =>
  result(texts, options).findings.map(({ severity, code, file, line }) => `${severity} ${code} ${file}:${line}`);

const release = (more: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: notes
  namespace: notes
spec:
  interval: 1h
${more}`;
const chart = '  chartRef:\n    kind: OCIRepository\n    name: notes\n';

describe('check judges each document by the schema of its kind', () => {
  it('says what the API server refuses, and what kubectl passes over, once', () => {
    expect(told({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: a\ndata:\n  debug: true\n' })).toEqual([
      'error schema-type a.yaml:7',
    ]);
    expect(told({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: a\ndata:\n  one: a\n  one: b\n' })).toEqual([
      'warning yaml-duplicate-key a.yaml:8',
    ]);
  });

  it('stops at 200 findings of one file, and says how many more there are', () => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: a\ndata:\n${'  one: a\n'.repeat(301)}`;
    const { findings } = result({ 'a.yaml': text });
    expect(findings).toHaveLength(201);
    expect(findings.filter(({ code }) => code === 'findings-omitted').map(({ message }) => message)).toEqual(['has 100 more findings, which are not shown']);
  });

  it('counts no object of a kind that it does not know among them', () => {
    const strange = Array.from({ length: 250 }, (_, index) => `apiVersion: parts.example.net/v1\nkind: Part\nmetadata: { name: p${index} }\n`).join('---\n');
    expect(told({ 'a.yaml': strange })).toEqual([]);
  });

  it('warns of what a later version may know', () => {
    expect(told({ 'a.yaml': release(`${chart}  retryForever: true\n`) })).toContain('warning schema-unknown-field a.yaml:11');
  });

  it('leaves to the rules nothing of a field that is refused', () => {
    const texts = { 'a.yaml': `# Written by pinout from apps/main.ts.\n${release(chart.replace('OCIRepository', 'OciRepository'))}` };
    const codes = (options: CheckOptions) =>
      result(texts, options)
        .findings.filter(({ path }) => path?.startsWith('spec.chartRef'))
        .map(({ code }) => code);
    expect(codes({})).toEqual(['schema-enum']);
    // The rule says it when the schema is not to.
    expect(codes({ ignore: ['schema-enum'] })).toEqual(['reference-missing']);
  });

  it('says of the files of others nothing that somebody fills in, or that may be a part of an object', () => {
    const texts = {
      'a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: REPLACE_ME\n  namespace: a\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: 2\n',
    };
    expect(told(texts)).toEqual([]);
    const [first, second] = texts['a.yaml'].split('---\n') as [string, string];
    const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [b.yaml]\npatches:\n';
    expect(told({ 'a/kustomization.yaml': kustomization, 'a/b.yaml': second })).toEqual([
      'error schema-required a/b.yaml:6',
      'error schema-required a/b.yaml:6',
    ]);
    expect(told({ 'a.yaml': `# Written by pinout from apps/main.ts.\n${first}` }, { ignore: ['reference-missing'] })).toEqual(['error schema-format a.yaml:5']);
  });

  it('counts what it knows no schema of, and passes over what is no object', () => {
    const other = 'apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  name: a\n';
    const { findings, skipped } = result({ 'a.yaml': other, 'b.yaml': other.replace('Widget', 'Gadget'), 'talos.yaml': 'machine: {}\n---\n- a\n' });
    expect(findings).toEqual([]);
    expect(skipped.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'kind-unknown: 2 objects of 2 kinds without a known schema (Gadget, Widget); rules judged them as far as they know them',
    ]);
  });

  it('is asked for by its codes, and suppressed like a rule', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: a\ndata:\n  debug: true\n';
    expect(told({ 'a.yaml': text }, { only: ['secret-missing'] })).toEqual([]);
    expect(told({ 'a.yaml': text }, { only: ['schema-type'] })).toEqual(['error schema-type a.yaml:7']);
    const { findings } = result({ 'a.yaml': `# pinout-ignore schema-type: a script quotes it\n${text}` });
    expect(findings.map(({ suppressed }) => suppressed?.reason)).toEqual(['a script quotes it']);
  });
});

describe('no text in a field with few values', () => {
  const pod = (policy: string) => ({
    'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: web }\nspec: { containers: [{ name: web, image: web:1, imagePullPolicy: "${policy}" }] }\n`,
  });

  it('is as if the field were not there', () => {
    expect(told(pod('')).filter((line) => line.includes('schema-enum'))).toEqual([]);
    expect(told(pod('Sometimes')).filter((line) => line.includes('schema-enum'))).toHaveLength(1);
  });
});
