import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { supported } from '../../lib/contract/versions.ts';
import { asRead } from '../../lib/idp/authentik/schema/as-read.ts';
import { validateBlueprint } from '../../lib/idp/authentik/schema/blueprint.ts';
import { modelsOf } from '../../lib/idp/authentik/schema/models.ts';
import { minorOf, nearestKnown, requestsOf } from '../../lib/idp/authentik/schema/requests.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';
import { validate } from '../../lib/validate.ts';
import { tempFolder } from '../support/temp-folder.ts';

const registry = new Registry();
const entry = (model: string, attrs: string): string =>
  `version: 1\nmetadata: {name: a}\nentries:\n  - model: ${model}\n    identifiers: {name: default-a}\n    attrs: ${attrs}\n`;
const said = (model: string, attrs: string, version?: string): string[] =>
  validateText('a.yaml', entry(model, attrs), { registry, strictKinds: false, blueprints: modelsOf(version) }).findings.map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const totp = 'authentik_stages_authenticator_totp.authenticatortotpstage';

describe('attributes of a blueprint, by the schemas of authentik', () => {
  // authentik/blueprints/v1/importer.py judges what is there already with `partial`: akadmin has its name.
  it('may lack what a new object needs, since the object may be there already', () => {
    const found = validateBlueprint(
      { version: 1, entries: [{ model: 'authentik_core.user', identifiers: { username: 'akadmin' }, attrs: { is_active: false } }] },
      modelsOf('2026.8'),
    );
    expect(found.map(({ severity, code, expected }) => [severity, code, expected])).toEqual([['warning', 'schema-required', 'name']]);
  });

  // Whoever judges by them does not ask.
  it.each(supported.authentik)('which are valid schemas in %s', (version) => {
    const definitions = Object.fromEntries(Object.entries(requestsOf(version).$defs).map(([name, schema]) => [name, asRead(schema)]));
    const ajv = new Ajv();
    expect(ajv.validateSchema({ definitions }), ajv.errorsText()).toBe(true);
  });

  it.each([
    ['numbers as text', oauth2, '{name: 5, client_secret: 12}'],
    ['a choice as a number', totp, '{digits: 6, configure_flow: !Find [authentik_flows.flow, [slug, a]]}'],
    ['text as numbers', 'authentik_core.application', '{provider: "12"}'],
    ['truth as text', 'authentik_core.application', '{open_in_new_tab: "true"}'],
    [
      'tags, wherever they are',
      oauth2,
      '{redirect_uris: [{matching_mode: !Context mode, url: !Env URL}], property_mappings: !Enumerate [!Context a, SEQ, !Value 0], signing_key: null}',
    ],
    ['what Flux fills in', oauth2, '{client_type: "${TYPE}", include_claims_in_id_token: "${CLAIMS:=true}"}'],
  ])('take %s', (_, model, attrs) => {
    expect(said(model, attrs)).toEqual([]);
  });

  it.each([
    ['list for text', oauth2, '{client_id: [a]}', 'error blueprint-field-type: entries[0].attrs.client_id must be string, but is array'],
    ['word for a number', 'authentik_core.application', '{provider: grafana}', 'error schema-type: entries[0].attrs.provider must be integer, but is string'],
    [
      'word for a truth',
      'authentik_core.application',
      '{open_in_new_tab: maybe}',
      'error schema-type: entries[0].attrs.open_in_new_tab must be boolean, but is string',
    ],
    [
      'choice that is none',
      oauth2,
      '{sub_mode: user_mail}',
      expect.stringMatching(/^error schema-enum: entries\[0\]\.attrs\.sub_mode is "user_mail", but must be one of "hashed_user_id"/),
    ],
    ['number that is no choice', totp, '{digits: 7}', 'error schema-enum: entries[0].attrs.digits is 7, but must be one of "6", "8"'],
    [
      'misspelt field',
      'authentik_core.group',
      '{is_superusr: true}',
      'error blueprint-field-unknown: entries[0].attrs.is_superusr: there is no field "is_superusr"; did you mean "is_superuser"?',
    ],
    [
      'part of a name',
      'authentik_core.application',
      '{launch_url: "https://a.example.org"}',
      'error blueprint-field-unknown: entries[0].attrs.launch_url: there is no field "launch_url"; did you mean "meta_launch_url"?',
    ],
    [
      'field of who knows which version',
      'authentik_core.group',
      '{colour: red}',
      'warning blueprint-field-unknown: entries[0].attrs.colour: there is no field "colour"',
    ],
  ])('refuse a %s, once', (_, model, attrs, wanted) => {
    expect(said(model, attrs)).toEqual([wanted]);
  });

  it('are those of the version that runs', () => {
    expect(said(oauth2, '{grant_types: [authorization_code]}', '2026.8')).toEqual([]);
    expect(said(oauth2, '{grant_types: [authorization_code]}', '2025.10')).toEqual([
      expect.stringMatching(/^warning blueprint-field-unknown: .*"grant_types"/),
    ]);
    expect(said('authentik_lifecycle.lifecyclerule', '{}', '2025.10')).toEqual([
      expect.stringMatching(/^error blueprint-model-unknown: .*authentik 2025\.10 has no model of/),
    ]);
  });

  it('are known for each supported version, and the nearest stands in for others', () => {
    for (const version of supported.authentik) expect(Object.keys(requestsOf(version).models).length).toBeGreaterThan(90);
    expect(['2024.12', '2025.10', '2026.3', '2027.2'].map(nearestKnown)).toEqual(['2025.10', '2025.10', '2026.2', supported.authentik.at(-1)]);
    expect(['2026.5.1', '2026.5', '2026.8.0-rc1', '~2026.5.0', '>=2026'].map(minorOf)).toEqual(['2026.5', '2026.5', '2026.8', undefined, undefined]);
  });
});

describe('validate', () => {
  const tree = (files: Readonly<Record<string, string>>): string => {
    const folder = tempFolder();
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  const release = (version: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: authentik, namespace: authentik}
spec:
  interval: 1h
  chart: {spec: {chart: authentik, version: ${version}, sourceRef: {kind: HelmRepository, name: authentik}}}
`;
  const deployment = (version: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: authentik}
spec:
  selector: {matchLabels: {app: a}}
  template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: "ghcr.io/goauthentik/server:${version}"}]}}
`;
  const blueprint = entry(oauth2, '{grant_types: [authorization_code]}');
  const codes = async (folder: string, cache?: string): Promise<string[]> =>
    (await validate([folder], { imports: join(folder, 'none'), ...(cache === undefined ? {} : { cache }) })).findings.map(
      ({ severity, code }) => `${severity} ${code}`,
    );

  it('judges blueprints by the authentik that the files install, by its chart or its image', async () => {
    expect(await codes(tree({ 'a.yaml': blueprint }))).toEqual([]);
    expect(await codes(tree({ 'a.yaml': blueprint, 'r.yaml': release('2026.8.1') }))).toEqual([]);
    expect(await codes(tree({ 'a.yaml': blueprint, 'r.yaml': release('2025.12.4') }))).toEqual(['warning blueprint-field-unknown']);
    expect(await codes(tree({ 'a.yaml': blueprint, 'd.yaml': deployment('2025.10.2') }))).toEqual(['warning blueprint-field-unknown']);
  });

  it('says the same from the cache, where the version changes beside the blueprint', async () => {
    const folder = tree({ 'a.yaml': blueprint, 'r.yaml': release('2025.12.4') });
    const cache = join(tempFolder(), 'cache');
    for (let run = 0; run < 2; run += 1) expect(await codes(folder, cache)).toEqual(['warning blueprint-field-unknown']);
    writeFileSync(join(folder, 'r.yaml'), release('2026.8.1'));
    expect(await codes(folder, cache)).toEqual([]);
    writeFileSync(join(folder, 'r.yaml'), release('2025.12.4'));
    expect(await codes(folder, cache)).toEqual(['warning blueprint-field-unknown']);
  });

  it('says once that a version is not known, and is less sure', async () => {
    const folder = tree({ 'a.yaml': blueprint, 'b.yaml': entry(oauth2, '{client_id: [a]}'), 'r.yaml': release('2024.12.1') });
    const { findings } = await validate([folder], { imports: join(folder, 'none') });
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning blueprint-field-unknown',
      'warning blueprint-field-type',
      'info schema-not-judged',
    ]);
    expect(findings.at(-1)?.message).toBe(
      'blueprints are not checked against authentik 2024.12, which is installed: its schemas are not here, and those of 2025.10 judge instead',
    );
  });
});
