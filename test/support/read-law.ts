import { expect } from 'vitest';
import { blueprintOf } from '../../lib/idp/authentik/blueprint.ts';
import { blueprintText } from '../../lib/idp/authentik/blueprint-text.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { issuerOf } from '../../lib/contract/facts.ts';
import { project } from './project.ts';
import type { Observed } from '../../lib/contract/observed.ts';
import type { Integration } from '../../lib/integrations/integration.ts';
import { identityEndsIn, manifestsIn, said, saidByProvider } from './said.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';

/**
 * The read laws of a cluster's first app: what `read` finds in each written end is what that end can hold of the contracts, and the
 * position of what it finds is right.
 *
 * @param holds fields that the app's settings can hold
 */
export function expectReadLaws(cluster: Cluster, integration: Pick<Integration<never>, 'read'>, holds: readonly (keyof Observed)[]): void {
  const { apps, facts } = cluster;
  const [{ name, contracts, end }] = apps as [(typeof apps)[0]];
  const objects = [...end.objects, ...(end.login ?? [])].map((object) => yamlText(object));
  const texts = [...objects, ...(end.manual ?? []).flatMap(({ path, text }) => (path.endsWith('.yaml') ? [text] : []))];
  const manifests = manifestsIn(...texts);
  const held = (contract: (typeof contracts)[number]) =>
    Object.fromEntries(
      Object.entries(project(contract, 'app', facts.features, issuerOf(facts, contract.slug))).filter(([key]) => (holds as readonly string[]).includes(key)),
    );
  const read = integration.read(manifests).map(said);
  expect(read).toHaveLength(contracts.length);
  contracts.forEach((contract, index) => {
    // What is found beyond that must be right as well.
    const whole = project(contract, 'app', facts.features, issuerOf(facts, contract.slug));
    for (const [key, value] of Object.entries(read[index]!))
      if (Array.isArray(value)) expect(whole[key]).toEqual(expect.arrayContaining(value));
      else expect(value).toEqual(whole[key]);
    expect(ordered(read[index]!)).toMatchObject(ordered(held(contract)));
    expect(holds).toEqual(expect.arrayContaining(Object.keys(held(contract))));
  });
  if (contracts.length === 0) return;

  const text = blueprintText(blueprintOf(name, contracts, facts.features));
  const wrapped = yamlText({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'x.yaml': text } });
  for (const one of [text, wrapped]) {
    const idp = identityEndsIn(one);
    expect(idp.map(saidByProvider)).toEqual(contracts.map((contract) => project(contract, 'idp', facts.features, issuerOf(facts, contract.slug))));
    const {
      value,
      at: { line, column },
    } = idp[0]!.slug!;
    expect(
      one
        .split('\n')
        [line - 1]!.slice(column - 1)
        .startsWith(value),
    ).toBe(true);
  }
}

/** The order of scopes says nothing. */
const ordered = (end: Record<string, unknown>) => ({ ...end, ...(Array.isArray(end['scopes']) ? { scopes: [...(end['scopes'] as string[])].sort() } : {}) });
