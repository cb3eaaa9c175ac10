import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import { has, run } from './tool.ts';

const there = has('python3', ['-c', 'import yaml'], 'pip install PyYAML==6.0.3');

/** Loads YAML texts with PyYAML, as authentik does; authentik's tags become {"!Tag": value}. */
const python = `
import json, sys, yaml
class Loader(yaml.SafeLoader): pass
def tag(name):
    def construct(loader, node):
        if isinstance(node, yaml.ScalarNode): return {name: loader.construct_scalar(node)}
        return {name: loader.construct_sequence(node, deep=True)}
    return construct
for name in ["!KeyOf", "!Find", "!FindObject", "!Env", "!File", "!Context", "!Format", "!If", "!Condition"]:
    Loader.add_constructor(name, tag(name))
print(json.dumps([yaml.load(text, Loader) for text in json.load(sys.stdin)]))
`;
function load(texts: readonly string[]): unknown[] {
  const { status, stdout, stderr } = run('python3', ['-c', python], JSON.stringify(texts));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as unknown[];
}

describe.skipIf(!there)('PyYAML, which reads YAML 1.1 as authentik does', () => {
  it('reads any data as it was meant', () => {
    const bait = fc.constantFrom(
      ...[
        'yes',
        'No',
        'on',
        'OFF',
        'y',
        'n',
        'null',
        '~',
        '',
        '=',
        '<<',
        '0o17',
        '017',
        '0x1F',
        '1_000',
        '1:30',
        '12:30:45',
        '2026-11-23',
        '1e3',
        '.5',
        '.inf',
        '.nan',
        '- a',
        'a: b',
        'a #b',
        '# a',
        '!Find x',
        '&a',
        '*a',
        '{a}',
        '[a]',
        '%a',
        '@a',
        '`a`',
        '|',
        '>',
        '"',
        "'",
        '\\',
        'a\n',
        '\na',
        'a\n\n',
        ' a',
        'a ',
        '\ta',
        'a\tb',
        'a\r\nb',
        '\u0085',
        '\u2028',
        '\u2029',
        '\ufeff',
        '\u007f',
        '\u009f',
        '\u00a0',
        '😀',
        'é',
        '---',
        '...',
        '? a',
        'a:',
        ': a',
        'true',
        'True',
        'tRue',
        '0',
        '-1',
        '+1',
        '1.',
        '0b1',
        '190:20:30',
        '00',
        '1__0',
      ],
    );
    const text = fc.oneof(
      bait,
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }).filter((one) => !/\p{Cs}/u.test(one) && !one.includes('\ufffe') && !one.includes('\uffff')),
      fc.tuple(bait, bait).map(([a, b]) => a + b),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          tie('tree'),
          { maxKeys: 4 },
        ),
      ),
    }));
    // A manifest is always a map.
    const samples = fc.sample(tree, { numRuns: 2000, seed: 20261124 }).map((root) => ({ root }));
    expect(load(samples.map((sample) => yamlText(sample)))).toEqual(samples);
  });

  it('loads every blueprint and manifest of the sample cluster as the yaml package does', async () => {
    const files = [...filesOf((await loadClusters('apps/main.ts'))[0]!, 'apps/main.ts')].filter(([path]) => path.endsWith('.yaml'));
    const objects = files.flatMap(([path, text]) => (path.startsWith('manual/') ? [text] : text.split(/^---\n/m)));
    const loaded = load(objects);
    objects.forEach((text, index) => expect(loaded[index]).toEqual(parse(text)));
    const blueprints = objects.flatMap((text) => {
      const { kind, metadata, data = {} } = parse(text) as { kind: string; metadata?: { name: string }; data?: Record<string, string> };
      return kind === 'ConfigMap' && metadata?.name === 'blueprint-grafana' ? Object.values(data) : [];
    });
    // The file and its proof.
    expect(blueprints).toHaveLength(2);
    const entries = (load(blueprints) as { entries: { model: string; attrs?: Record<string, unknown> }[] }[]).flatMap((one) => one.entries);
    const valuesOf = (field: string) =>
      entries.flatMap(({ model, attrs }) => (model === 'authentik_providers_oauth2.oauth2provider' && attrs?.[field] !== undefined ? [attrs[field]] : []));
    expect(JSON.stringify(valuesOf('client_secret'))).toContain('"!File":"/run/secrets/pinout/grafana-oidc-1/client-secret"');
    expect(JSON.stringify(valuesOf('signing_key'))).toContain('"!Find":["authentik_crypto.certificatekeypair",["name","authentik Self-signed Certificate"]]');
  });
});
