import { describe, expect, it } from 'vitest';
import { readBlueprints, readClients, readIdentityEnds } from '../../lib/idp/authentik/read.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

const manifests = (files: Record<string, string>) => manifestsOf(treeOf(Object.entries(files).map(([file, text]) => ({ file, text }))));
const flows =
  '      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]\n      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]\n';
const provider = (fields: string, name = 'web') =>
  `  - model: authentik_providers_oauth2.oauth2provider\n    id: ${name}-provider\n    identifiers: {name: ${name}}\n    attrs:\n${fields}`;
const head = (name: string, context = '') => `version: 1\nmetadata: {name: ${name}}\n${context}entries:\n`;
const release = (values: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: authentik, namespace: auth}\nspec:\n  interval: 1h\n  chart: {spec: {chart: authentik, version: 2026.2.1, sourceRef: {kind: HelmRepository, name: a}}}\n  values:\n${values}`;
const map = (text: string, name = 'web', more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: auth${more}}\ndata:\n  ${name}.yaml: |\n${text.replace(/^(?=.)/gm, '    ')}`;

describe('values that a blueprint works out of constants', () => {
  const clientOf = (context: string, fields: string, more: Record<string, string> = {}) => {
    const [client] = readClients(manifests({ 'bp.yaml': head('web', context) + provider(fields), ...more }));
    return { id: client?.clientId?.value, redirects: client?.redirects?.map(({ url }) => url), at: client?.clientId?.at.line };
  };
  const redirect = (url: string) => `      redirect_uris: [{matching_mode: strict, url: ${url}}]\n`;

  it('fill in the context', () => {
    const context = 'context: {host: web.example.org, app: web}\n';
    expect(clientOf(context, `      client_id: !Context app\n${redirect('!Format ["https://%s/cb/%s", !Context host, !Context [other, 5]]')}`)).toEqual({
      id: 'web',
      redirects: ['https://web.example.org/cb/5'],
      at: 9,
    });
  });

  it('choose by conditions', () => {
    const context = 'context: {stage: prod, live: true}\n';
    expect(clientOf(context, '      client_id: !If [!Context live, yes-client, no-client]\n').id).toBe('yes-client');
    expect(clientOf(context, '      client_id: !If [!Condition [NOR, !Context live], a, b]\n').id).toBe('b');
    expect(clientOf(context, '      client_id: !AtIndex [{prod: p, test: t}, !Context stage]\n').id).toBe('p');
    // What the database decides is not known.
    expect(clientOf(context, '      client_id: !If [!Find [authentik_core.user, [username, x]], a, b]\n').id).toBeUndefined();
  });

  it('repeat a body for each member', () => {
    const context = 'context: {hosts: [a.example.org, b.example.org]}\n';
    const each =
      '      client_id: web\n      redirect_uris: !Enumerate [!Context hosts, SEQ, {matching_mode: strict, url: !Format ["https://%s/%d", !Value 0, !Index 0]}]\n';
    expect(clientOf(context, each).redirects).toEqual(['https://a.example.org/0', 'https://b.example.org/1']);
  });

  it('take the variables of the worker, but never a secret', () => {
    const worker = (env: string) => ({ 'authentik.yaml': release(`    global: {env: ${env}}\n`) });
    const fields = `      client_id: !Env [WEB_ID, web]\n${redirect('!Format ["https://%s/cb", !Env WEB_HOST]')}`;
    expect(clientOf('', fields, worker('[{name: WEB_ID, value: other}, {name: WEB_HOST, value: w.example.org}]'))).toMatchObject({
      id: 'other',
      redirects: ['https://w.example.org/cb'],
    });
    expect(clientOf('', fields, worker('[{name: X, value: y}]'))).toMatchObject({ id: 'web', redirects: ['https://$(…)/cb'] });
    expect(clientOf('', fields)).toMatchObject({ id: undefined });
    const secret = head('web') + provider('      client_id: web\n      client_secret: !Env WEB_SECRET\n');
    const [client] = readClients(manifests({ 'bp.yaml': secret, ...worker('[{name: WEB_SECRET, value: plain}]') }));
    expect(client?.provider.field('client_secret').tag).toBe('!Env');
  });

  it('end, whatever is written', () => {
    const loops = `context: {l: [${'1, '.repeat(99)}1]}\n`;
    const nested = '!Enumerate [!Context l, SEQ, '.repeat(4) + '!Value 0' + ']'.repeat(4);
    expect(clientOf(loops, `      client_id: web\n      redirect_uris: ${nested}\n`).id).toBe('web');
    expect(clientOf('context: {a: !Context a}\n', '      client_id: !Context a\n').id).toBeUndefined();
    expect(clientOf('', '      client_id: !Format ["%q %s"]\n').id).toBeUndefined();
  });

  it('come by merge keys', () => {
    const context = `x-base: &base\n  client_type: confidential\n  mode: none\n`;
    expect(clientOf(context.replace('x-base', 'context: {}\nx-base'), '      <<: *base\n      client_id: web\n').id).toBe('web');
  });
});

describe('one object in several entries', () => {
  const proxy = (more: string, extra = '') =>
    `  - model: authentik_providers_proxy.proxyprovider\n${more}    identifiers: {name: wiki}\n    attrs:\n${flows}      external_host: https://wiki.example.org\n      mode: forward_single\n${extra}`;
  const application = '  - model: authentik_core.application\n    identifiers: {slug: wiki}\n    attrs: {name: Wiki, provider: !KeyOf p}\n';
  const outpost =
    '  - model: authentik_outposts.outpost\n    identifiers: {name: authentik Embedded Outpost}\n    attrs: {type: proxy, providers: [!KeyOf q]}\n';
  const errors = (files: Record<string, string>) => treeSaid(files).filter((line) => line.startsWith('error'));

  it('is one, when a second blueprint names it for its own use', () => {
    const files = { 'a.yaml': head('a') + proxy('    id: p\n') + application, 'b.yaml': head('b') + proxy('    id: q\n    state: created\n') + outpost };
    expect(errors(files)).toEqual([]);
    expect(readIdentityEnds(manifests(files))).toHaveLength(1);
    // The same without the second name: then the outpost has another one.
    const other = { ...files, 'b.yaml': head('b') + proxy('    id: q\n').replace('{name: wiki}', '{name: other}') + outpost };
    expect(treeSaid(other).map((line) => line.split(' ')[1])).toContain('proxy-without-outpost');
  });

  it('is one, when a file lies beside the ConfigMap that carries it', () => {
    const text =
      head('notes') +
      provider(`      client_id: notes\n      client_type: confidential\n${flows}`, 'notes') +
      '  - model: authentik_core.application\n    identifiers: {slug: notes}\n    attrs: {name: Notes, provider: !Find [authentik_providers_oauth2.oauth2provider, [name, notes]]}\n';
    const files = { 'blueprints/notes.yaml': text, 'map.yaml': map(text, 'notes'), 'authentik.yaml': release('    blueprints: {configMaps: [notes]}\n') };
    expect(codesSaid(files)).not.toContain('error provider-without-application');
    expect(readClients(manifests(files))).toHaveLength(1);
  });

  it('is two, when the copies are stages that differ', () => {
    const stage = (host: string) =>
      head('notes') + provider(`      client_id: notes\n      redirect_uris: [{matching_mode: strict, url: "https://${host}/cb"}]\n`, 'notes');
    expect(readClients(manifests({ 'one/bp.yaml': stage('a.example.org'), 'two/bp.yaml': stage('b.example.org') }))).toHaveLength(2);
  });
});

describe('where a blueprint comes from', () => {
  const text = head('groups') + '  - model: authentik_core.group\n    identifiers: {name: staff}\n';
  const sidecar = (env: string, image = 'ghcr.io/kiwigrid/k8s-sidecar:2.8.1') =>
    release(`    worker: {extraContainers: [{name: s, image: "${image}", env: [${env}]}]}\n`);
  const unmounted = (files: Record<string, string>) => codesSaid(files).filter((line) => line.endsWith('blueprint-unmounted'));

  it('is a ConfigMap with the label that a sidecar of the worker looks for', () => {
    const labelled = map(text, 'groups', ', labels: {blueprint: "1"}');
    const env = '{name: LABEL, value: blueprint}, {name: LABEL_VALUE, value: "1"}, {name: FOLDER, value: /blueprints/more}';
    expect(unmounted({ 'a.yaml': sidecar(env), 'm.yaml': labelled })).toEqual([]);
    expect(unmounted({ 'a.yaml': sidecar(`${env}, {name: NAMESPACE, value: ALL}`), 'm.yaml': labelled.replace('namespace: auth', 'namespace: web') })).toEqual(
      [],
    );
    expect(unmounted({ 'a.yaml': sidecar(env), 'm.yaml': labelled.replace('namespace: auth', 'namespace: web') })).toEqual(['warning blueprint-unmounted']);
    expect(unmounted({ 'a.yaml': sidecar(env), 'm.yaml': map(text, 'groups') })).toEqual(['error blueprint-unmounted']);
    expect(unmounted({ 'a.yaml': sidecar(env), 'm.yaml': labelled.replace('"1"', '"2"') })).toEqual(['error blueprint-unmounted']);
    expect(unmounted({ 'a.yaml': sidecar(env, 'busybox:1'), 'm.yaml': labelled })).toEqual(['error blueprint-unmounted']);
  });

  it('is also a Secret, in the clear or by External Secrets', () => {
    const lines = (head('web') + provider('      client_id: web\n')).replace(/^(?=.)/gm, '          ');
    const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: web, namespace: auth}\nstringData:\n        web.yaml: |\n${lines}`;
    expect(readClients(manifests({ 's.yaml': secret })).map(({ clientId }) => clientId?.value)).toEqual(['web']);
    const external = `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: web, namespace: auth}\nspec:\n  target:\n    template:\n      data:\n        web.yaml: |\n${lines}`;
    expect(readClients(manifests({ 's.yaml': external })).map(({ clientId }) => clientId?.value)).toEqual(['web']);
    expect(readBlueprints(manifests({ 's.yaml': external })).all).toHaveLength(1);
  });
});

describe('blueprints in the values of a chart that makes ConfigMaps of them', () => {
  const text = (more = '') =>
    head('web') + provider(`      client_id: web${more}\n      redirect_uris: [{matching_mode: strict, url: https://web.example.org/cb}]\n`);
  const values = (whole: string) => `rooms:\n  - name: web\n    files:\n      web.yaml: |\n${whole.replace(/^(?=.)/gm, '        ')}`;
  const ids = (files: Record<string, string>) =>
    readClients(manifests(files)).map(({ clientId }) => `${clientId?.value} ${clientId?.at.file}:${clientId?.at.line}`);

  it('are read, in a file of values and in a release', () => {
    expect(ids({ 'values.yaml': values(text()) })).toEqual(['web values.yaml:12']);
    const made = release(values(text()).replace(/^(?=.)/gm, '    '));
    expect(ids({ 'release.yaml': made })).toEqual(['web release.yaml:19']);
    expect(ids({ 'release.yaml': made.replace('client_id: web', 'client_id: {{ .Values.id }}') })).toHaveLength(1);
  });

  it('are one with the ConfigMap that is there already', () => {
    expect(ids({ 'values.yaml': values(text()), 'map.yaml': map(text()) })).toHaveLength(1);
  });
});

describe('a flow that a later authentik requires', () => {
  it.each([
    ['2024.8.4', false],
    ['2024.10.0', true],
  ])('is missing for %s: %s', (version, isMissing) => {
    const asked = provider(
      '      client_id: web\n      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]\n',
    );
    const files = { 'bp.yaml': head('web') + asked, 'release.yaml': release('    {}\n').replace('2026.2.1', version) };
    expect(treeSaid(files).some((line) => line.includes('has no invalidation_flow'))).toBe(isMissing);
  });
});
