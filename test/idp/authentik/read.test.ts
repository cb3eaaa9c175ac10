import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blueprintOf, jobSecretPath, workerSecretPath } from '../../../lib/idp/authentik/blueprint.ts';
import { blueprintText } from '../../../lib/idp/authentik/blueprint-text.ts';
import type { Observed, Located } from '../../../lib/contract/observed.ts';
import { project } from '../../support/project.ts';
import { yamlText } from '../../../lib/manifest/yaml-text.ts';
import { identityEndsIn, saidByProvider } from '../../support/said.ts';
import { authentikVersions, contracts } from './contracts.ts';
import { runs } from '../../support/runs.ts';

const issuer = 'https://auth.home.example.org/application/o/x/';
const anyVersion = fc.constantFrom(...authentikVersions);
const anyPath = fc.constantFrom(jobSecretPath, workerSecretPath);
const inConfigMap = (text: string) =>
  yamlText({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'blueprint-x', namespace: 'authentik' }, data: { 'x.yaml': text } }, ['a header']);

/** Rest of the line at which a value was seen, counted as an editor counts: from 1. */
const lineAt = (text: string, { at: { line, column } }: Located<unknown>): string => (text.split('\n')[line - 1] ?? '').slice(column - 1);

/** The value that begins a rest of a line, in block or in flow style. */
function valueAt(text: string, seen: Located<unknown>): unknown {
  const rest = lineAt(text, seen);
  const closed = /[^{]*(?: \}| \])+$/.test(rest) && !rest.startsWith('{');
  if (!closed) return (parse(`value: ${rest}`, { version: '1.1' }) as { value: unknown }).value;
  return (parse(`{ value: ${rest.replace(/(?: \}| \])+$/, '')} }`, { version: '1.1' }) as { value: unknown }).value;
}

/** Every value stands where it is said to stand. */
function checkPositions(observed: Observed, text: string): void {
  for (const name of ['slug', 'name', 'clientId', 'clientType', 'section', 'icon', 'description'] as const) {
    const seen = observed[name];
    if (seen !== undefined) expect(valueAt(text, seen)).toBe(seen.value);
  }
  expect(String(valueAt(text, observed.launchUrl!)).replaceAll('%%', '%')).toBe(observed.launchUrl!.value);
  for (const scope of observed.scopes!) expect(lineAt(text, scope)).toMatch(new RegExp(`^(!Find \\[|\\[).*(scope|pinout-[a-z0-9-]+)-${scope.value}\\b`));
  for (const grant of observed.grants ?? []) expect(valueAt(text, grant)).toBe(grant.value);
  for (const redirect of observed.redirects!) {
    const rest = lineAt(text, redirect);
    const flow = rest.startsWith('{');
    expect(rest.startsWith(`${flow ? '{ ' : ''}matching_mode: ${redirect.value.matching}`)).toBe(true);
    const lines = flow ? rest : lineAt(text, { ...redirect, at: { ...redirect.at, line: redirect.at.line + 1 } });
    expect(parse(lines, { version: '1.1' })).toMatchObject({ url: redirect.value.url });
  }
  expect(lineAt(text, observed.access!)).toBe('model: authentik_policies.policybinding');
  for (const part of Object.values(observed.secret ?? {})) expect(lineAt(text, part)).toContain(part.value);
}

describe('what is read from a blueprint', () => {
  it('is what its contract says, and stands where it is said to stand', () => {
    fc.assert(
      fc.property(contracts(), anyVersion, anyPath, (contract, { features }, secretPath) => {
        const text = blueprintText(blueprintOf(contract.slug, [contract], features, secretPath), ['from a test']);
        const observed = identityEndsIn(text);
        expect(observed).toHaveLength(1);
        expect(saidByProvider(observed[0]!)).toEqual(project(contract, 'idp', features, issuer));
        checkPositions(observed[0]!, text);
      }),
      { numRuns: runs(50) },
    );
  });

  it('is the same inside a ConfigMap, with the positions of the outer file', () => {
    fc.assert(
      fc.property(contracts(), anyVersion, (contract, { features }) => {
        const text = inConfigMap(blueprintText(blueprintOf(contract.slug, [contract], features)));
        const observed = identityEndsIn(text);
        expect(observed.map(saidByProvider)).toEqual([project(contract, 'idp', features, issuer)]);
        checkPositions(observed[0]!, text);
      }),
      { numRuns: runs(25) },
    );
  });

  it('keeps two contracts of one app apart, in their order', () => {
    fc.assert(
      fc.property(contracts({ slug: 'one' }), contracts({ slug: 'two' }), anyVersion, (one, two, { features }) => {
        const text = blueprintText(blueprintOf('app', [one, two], features));
        expect(identityEndsIn(text).map(saidByProvider)).toEqual([one, two].map((contract) => project(contract, 'idp', features, issuer)));
      }),
      { numRuns: runs(20) },
    );
  });

  it.each([
    ['bindings to groups, any of which is enough', 'any', ['group: !KeyOf a', 'group: !KeyOf b'], { kind: 'groups', groups: ['a', 'b'] }],
    ['a group that is looked for by its name', 'any', ['group: !Find [authentik_core.group, [name, b]]'], { kind: 'groups', groups: ['b'] }],
    ['a policy of pinout beside a group', 'any', ['policy: !KeyOf ours', 'group: !KeyOf a'], { kind: 'groups', groups: ['x', 'a'] }],
    ['a policy for everyone beside a group', 'any', ['group: !KeyOf a', 'policy: !KeyOf open'], { kind: 'everyone' }],
    ['two groups, of which one must be in both', 'all', ['group: !KeyOf a', 'group: !KeyOf b'], undefined],
    ['one group, and all must pass', 'all', ['group: !KeyOf a'], { kind: 'groups', groups: ['a'] }],
    ['a policy of somebody else', 'any', ['policy: !KeyOf foreign'], undefined],
  ] as const)('has the access of a blueprint by hand: %s', (_, mode, bindings, access) => {
    const text = [
      'entries:',
      '  - {model: authentik_core.group, id: a, identifiers: {name: a}}',
      '  - {model: authentik_core.group, id: b, identifiers: {name: b}}',
      ...[
        ['open', 'return True'],
        ['foreign', 'return request.user.is_superuser'],
        ['ours', 'groups = ["x"]\nreturn request.user.all_groups().filter(name__in=groups).exists()'],
      ].map(
        ([id, expression]) =>
          `  - {model: authentik_policies_expression.expressionpolicy, id: ${id}, identifiers: {name: ${id}}, attrs: {expression: ${JSON.stringify(expression)}}}`,
      ),
      `  - {model: authentik_core.application, id: app, identifiers: {slug: wiki}, attrs: {name: Wiki, policy_engine_mode: ${mode}}}`,
      ...bindings.map((to, order) => `  - {model: authentik_policies.policybinding, identifiers: {target: !KeyOf app, order: ${order}}, attrs: {${to}}}`),
    ].join('\n');

    expect(identityEndsIn(text)[0]?.access?.value).toEqual(access);
  });

  it('leaves out what a blueprint written by hand does not say', () => {
    const text = 'version: 1\nentries:\n  - model: authentik_core.application\n    identifiers: {slug: wiki}\n    attrs: {name: Wiki}\n';
    const [read, ...more] = identityEndsIn(text);
    expect(more).toEqual([]);
    expect(saidByProvider(read!)).toEqual({ end: 'idp', slug: 'wiki', name: 'Wiki' });
    expect(read?.slug?.at).toMatchObject({ file: 'file-0.yaml', line: 4, column: 25, path: 'entries[0].identifiers.slug' });
    expect(read?.name?.at).toMatchObject({ file: 'file-0.yaml', line: 5, column: 19, path: 'entries[0].attrs.name' });
  });

  it('is nothing in a file that holds no blueprint, or a broken one', () => {
    for (const text of ['', 'a: 1\n', '- 1\n', 'kind: ConfigMap\ndata: {a.yaml: "b: 1"}\n', 'kind: Secret\nentries: []\n', ': : :\n  - [', 'entries: 7\n'])
      expect(identityEndsIn(text)).toEqual([]);
  });
});
