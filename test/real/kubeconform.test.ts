import { mkdirSync, readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';
import { kindId, Registry } from '../../lib/schema/registry.ts';
import type { Schema } from '../../lib/schema/schema.ts';
import type { Violation } from '../../lib/schema/violation.ts';
import { mutationsOf } from '../schema/mutations.ts';
import { samples } from '../schema/samples.ts';
import { has, run } from './tool.ts';

const there = has('kubeconform', ['-v'], 'go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0');

describe.skipIf(!there)('kubeconform on the same schemas, with the regular expressions of Go', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinout-kubeconform-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has the same verdict on every sample and on its mutations', () => {
    const index = (JSON.parse(readFileSync('imports/index.json', 'utf8')) as { $defs: Record<string, string> }).$defs;
    const registry = new Registry();
    mkdirSync(join(folder, 'm'));
    mkdirSync(join(folder, 's'));
    const ours = new Map<string, boolean>();
    const emptied = new Set<string>();
    let count = 0;
    for (const text of Object.values(samples)) {
      const value = parseYaml(text)[0]!.value as { apiVersion: string; kind: string };
      if (value.kind === undefined) continue;
      const id = kindId(value.apiVersion, value.kind);
      const { $defs } = JSON.parse(readFileSync(`imports/${index[id]!}.schema.json`, 'utf8')) as { $defs: Record<string, Schema> };
      writeFileSync(join(folder, 's', `${value.kind}-${value.apiVersion.replaceAll('/', '_')}.json`), JSON.stringify({ ...$defs[id], $defs }));
      const fields = Object.keys(value).filter((field) => field !== 'apiVersion' && field !== 'kind' && field !== 'metadata');
      const mutations = fields.flatMap((field) => mutationsOf(value, [field]));
      for (const { name, value: changed } of [{ name: 'whole', value: value as unknown }, ...mutations.filter((_, at) => at % 5 === 0)]) {
        // Null is "not there" for built-in kinds, and kubeconform's CRD schemas know no rules, keys of lists or formats of ours.
        if (name.includes('nothing')) continue;
        const out: Violation[] = [];
        registry.checkOf(value.apiVersion, value.kind)!(changed, { path: [], out });
        if (out.some(({ code }) => ['schema-rule', 'schema-duplicate-item', 'schema-format'].includes(code))) continue;
        const file = `${String(count++)}.yaml`;
        ours.set(file, out.length === 0);
        if (name.includes('as empty')) emptied.add(file);
        writeFileSync(join(folder, 'm', file), stringify(changed));
      }
    }
    const location = join(folder, 's', '{{.ResourceKind}}-{{ .Group }}_{{.ResourceAPIVersion}}.json');
    const core = join(folder, 's', '{{.ResourceKind}}-{{.ResourceAPIVersion}}.json');
    // The template's ResourceKind is in lower case.
    const lower = run('sh', [
      '-c',
      `cd ${folder}/s && for f in *; do k=$(printf %s "$f" | sed 's/-.*//' | tr A-Z a-z); mv "$f" "$k-$(printf %s "$f" | sed 's/^[^-]*-//')"; done`,
    ]);
    expect(lower.status).toBe(0);
    const { stdout } = run('kubeconform', [
      '-strict',
      '-output',
      'json',
      '-verbose',
      '-schema-location',
      location,
      '-schema-location',
      core,
      join(folder, 'm'),
    ]);
    const { resources } = JSON.parse(stdout) as { resources: { filename: string; status: string; msg: string }[] };
    const differences = resources.flatMap(({ filename, status, msg }) => {
      const file = filename.split('/').at(-1)!;
      const theirs = status === 'statusValid';
      // No text is no choice to kube-apiserver, which then takes its default (kubernetes/kubernetes pkg/apis/core/v1/defaults.go).
      return theirs === ours.get(file) || (emptied.has(file) && msg.includes('value must be one of'))
        ? []
        : [`${file}: ours ${String(ours.get(file))}, theirs ${status} ${msg}: ${readFileSync(filename, 'utf8').slice(0, 400)}`];
    });
    expect(resources.length).toBeGreaterThan(1000);
    expect(differences.slice(0, 10)).toEqual([]);
  });
});
