import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What is said of some files: `file:line:column severity code message`. */
async function said(files: Readonly<Record<string, string>>, cache?: string): Promise<string[]> {
  const folder = files['/'] ?? tempFolder();
  mkdirSync(join(folder, '.git'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    if (path === '/') continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { findings } = await validatePaths({
    paths: [folder],
    imports: 'none',
    strictKinds: false,
    kubernetes: 36,
    version: '1',
    ...(cache === undefined ? {} : { cache }),
  });
  return findings.map(
    ({ file, line, column, severity, code, message }) => `${file?.split('/').at(-1) ?? ''}:${line ?? 0}:${column ?? 0} ${severity} ${code} ${message}`,
  );
}

const schemas = {
  'schemas/app.json': JSON.stringify({
    type: 'object',
    properties: { port: { $ref: 'parts.json#/$defs/port' }, name: { type: 'string' } },
    required: ['name'],
  }),
  'schemas/parts.json': JSON.stringify({ $defs: { port: { type: 'integer', maximum: 65535 } } }),
};
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('a schema that a comment names', () => {
  it('judges the document below it, with the files beside it', async () => {
    const text = `# yaml-language-server: $schema=../schemas/app.json\nname: a\nport: 80\n---\nport: x\n---\n# yaml-language-server: $schema=../schemas/app.json\nport: 70000\nname: "\${NAME}"\n`;
    expect(await said({ ...schemas, 'values/a.yaml': text })).toEqual([
      'a.yaml:8:7 error schema-bounds port is 70000, but must be at most 65535 (schemas/app.json)',
    ]);
    expect(await said({ ...schemas, 'values/b.yaml': '---\n# yaml-language-server: $schema=../schemas/app.json\n---\nport: "80"\n' })).toEqual([
      'b.yaml:4:1 error schema-required lacks the field name (schemas/app.json)',
      'b.yaml:4:7 error schema-type port must be integer, but is string (schemas/app.json)',
    ]);
  });

  it('is said once when it is not here', async () => {
    const address = '# yaml-language-server: $schema=https://example.org/app.json\n';
    expect(
      await said({ 'a.yaml': `${address}name: a\n`, 'b.yaml': `${address}name: b\n`, 'c.yaml': '# yaml-language-server: $schema=no.json\nname: a\n' }),
    ).toEqual([
      'c.yaml:1:1 info schema-not-judged the schema no.json does not exist',
      'a.yaml:1:1 info schema-not-judged 2 documents are not checked against https://example.org/app.json: the schema is not in the repository, and pinout does not fetch it',
    ]);
  });

  it('is not needed where the kind is judged anyway', async () => {
    const configMap = '# yaml-language-server: $schema=https://example.org/v1.36/configmap-v1.json\n';
    expect(await said({ 'a.yaml': configMap + map })).toEqual([]);
    const blueprint = '# yaml-language-server: $schema=https://goauthentik.io/blueprints/schema.json\nversion: 1\nmetadata: { name: a }\nentries: []\n';
    expect(await said({ 'b.yaml': blueprint })).toEqual([]);
    // One fault is said once, whoever sees it.
    const both = JSON.stringify({ properties: { data: { type: 'object' } } });
    expect((await said({ 'map.json': both, 'c.yaml': `# yaml-language-server: $schema=map.json\n${map}data: text\n` })).length).toBe(1);
  });

  it('judges a blueprint where it is a file of the user, with one fault for one mistake, whatever tags stand beside it', async () => {
    const model = (name: string, attrs: object) => ({
      type: 'object',
      required: ['model', 'identifiers'],
      properties: { model: { const: name }, id: { type: 'string' }, identifiers: { type: 'object' }, attrs: { $ref: `#/$defs/${name}` } },
      ...attrs,
    });
    // In the form of the schema that authentik writes for its blueprints.
    const schema = JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema',
      $id: 'https://goauthentik.io/blueprints/schema.json',
      type: 'object',
      required: ['version', 'entries'],
      properties: { version: { const: 1 }, entries: { anyOf: [{ type: 'array', items: { $ref: '#/$defs/blueprint_entry' } }, { type: 'object' }] } },
      $defs: {
        blueprint_entry: { oneOf: [model('authentik_core.group', {}), model('authentik_core.application', {}), model('authentik_core.user', {})] },
        'authentik_core.group': { type: 'object', properties: { name: { type: 'string', minLength: 1 } } },
        'authentik_core.user': { type: 'object' },
        'authentik_core.application': {
          type: 'object',
          properties: { slug: { type: 'string' }, provider: { type: 'integer' }, name: { minLength: 3 } },
        },
      },
    });
    const entry = (attrs: string) =>
      `# yaml-language-server: $schema=../schema.json\nversion: 1\nmetadata: { name: a }\nentries:\n  - model: authentik_core.application\n    identifiers: { slug: a }\n    attrs:\n      provider: !Find [authentik_core.group, [name, a]]\n      name: A\n${attrs}`;
    const named = async (text: string) => (await said({ 'schema.json': schema, 'blueprints/a.yaml': text })).filter((one) => one.includes('(schema.json)'));
    expect(await named(entry('').replace('name: A', 'name: Wiki'))).toEqual([]);
    expect(await named(entry(''))).toEqual(['a.yaml:9:13 error schema-bounds entries[0].attrs.name has 1 character, but must have at least 3 (schema.json)']);
    expect(await named(entry('').replace('core.application', 'core.token'))).toEqual([
      'a.yaml:5:12 error schema-enum entries[0].model is "authentik_core.token", which is none of the words that the schema knows here (schema.json)',
    ]);
    const elsewhere = entry('').replace('../schema.json', 'https://example.org/blueprints/mine.json');
    expect(await said({ 'blueprints/b.yaml': elsewhere })).toContainEqual(
      expect.stringContaining('it is not checked against https://example.org/blueprints/mine.json'),
    );
    expect(await said({ 'blueprints/b.yaml': entry('').replace('../schema.json', 'https://goauthentik.io/blueprints/schema.json') })).not.toContainEqual(
      expect.stringContaining('schema-not-judged'),
    );
  });

  it('judges a file that is not for Kubernetes as YAML 1.2, named or found, and takes words that two programs read differently for neither', async () => {
    const schema = JSON.stringify({
      type: 'object',
      properties: { on: { type: 'array' }, flag: { type: 'boolean' }, country: { type: 'string' }, port: { type: 'integer' } },
      required: ['on'],
      additionalProperties: false,
    });
    const text = (rest: string) => `# yaml-language-server: $schema=w.json\n${rest}`;
    const notKnown =
      'a.yaml:1:1 info schema-not-judged variables, tags, and words such as yes are not checked against w.json: what they stand for is not known here';
    expect(await said({ 'w.json': schema, 'a.yaml': text('on: [push]\ncountry: no\n') })).toEqual([]);
    expect(await said({ 'w.json': schema, 'a.yaml': text('on: [push]\nflag: yes\nport: ${PORT}\n') })).toEqual([notKnown]);
    expect(await said({ 'w.json': schema, 'a.yaml': text('flag: on\nof: 1\n') })).toEqual([
      'a.yaml:2:1 error schema-required lacks the field on (w.json)',
      'a.yaml:3:1 error schema-unknown-field of: there is no field "of"; did you mean "on"? (w.json)',
      notKnown,
    ]);
    const folder = tempFolder();
    writeFileSync(join(folder, 'w.json'), schema);
    writeFileSync(join(folder, 'values.yaml'), text('on: [push]\n'));
    const { findings } = await validatePaths({ paths: [join(folder, 'values.yaml')], imports: 'none', strictKinds: false, kubernetes: 36, version: '1' });
    expect(findings).toEqual([]);
  });

  it('may be broken or lead nowhere', async () => {
    const text = '# yaml-language-server: $schema=a.json\nname: a\n';
    expect(await said({ 'a.json': '{', 'a.yaml': text })).toEqual([
      expect.stringMatching(/^a\.yaml:1:1 info schema-not-judged the schema a\.json was not used: it is not valid JSON/),
    ]);
    expect(await said({ 'a.json': '{"$ref": "b.json"}', 'a.yaml': text })).toEqual([
      'a.yaml:1:1 info schema-not-judged the schema a.json was not used: it refers to "b.json", but that file does not exist',
    ]);
    expect(await said({ 'a.yaml': '# yaml-language-server: $schema=../../../etc/passwd\nname: a\n' })).toEqual([
      'a.yaml:1:1 info schema-not-judged the schema ../../../etc/passwd does not exist',
    ]);
  });

  it('counts when it changes, although the document does not', async () => {
    const folder = tempFolder();
    const cache = join(tempFolder(), 'pinout');
    const files = { '/': folder, 'a.yaml': '# yaml-language-server: $schema=a.json\nname: a\n' };
    expect(await said({ ...files, 'a.json': '{"properties": {"name": {"type": "string"}}}' }, cache)).toEqual([]);
    expect(await said({ ...files, 'a.json': '{"properties": {"name": {"type": "integer"}}}' }, cache)).toEqual([
      'a.yaml:2:7 error schema-type name must be integer, but is string (a.json)',
    ]);
  });
});
