import { blueprintConfigMap, type WorkerMounts } from '../idp/authentik/blueprint-worker.ts';
import { blueprintJob } from '../idp/authentik/blueprint-job.ts';
import { accessProof } from '../idp/authentik/access-entries.ts';
import { blueprintOf, isConfidential, jobSecretPath, workerSecretPath } from '../idp/authentik/blueprint.ts';
import { blueprintText } from '../idp/authentik/blueprint-text.ts';
import { groupsBlueprint } from '../idp/authentik/groups-blueprint.ts';
import { outpostBlueprint } from '../idp/authentik/outpost-blueprint.ts';
import { peopleBlueprint } from '../idp/authentik/people-blueprint.ts';
import { markEntry, proofBlueprint } from '../idp/authentik/proof.ts';
import { removedBlueprint } from '../idp/authentik/removed-blueprint.ts';
import type { Blueprint, Entry } from '../idp/authentik/entry.ts';
import { type Contract, groupsOf } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import type { SecretRef } from '../contract/secret-ref.ts';
import type { Folder, Placed } from '../manifest/manifest.ts';

/** The identity provider's end of one app: objects for Flux, and the same text for reading. */
export interface IdentityEnd {
  readonly name: string;
  readonly text: string;
  readonly placed: readonly Placed[];
  /** What the authentik chart has to mount (`apply: 'worker'`). */
  readonly mounts?: WorkerMounts;
}

/** Folder of an identity end: the worker mounts what must be there before it, so there it lies in `configs`. */
export function identityFolder(facts: Facts, app: string): Folder {
  return facts.idp.apply === 'worker' ? 'configs' : `identity/${app}`;
}

/** Blueprint of an app and what applies it. */
export function identityEnd(app: string, contracts: readonly Contract[], facts: Facts): IdentityEnd {
  const secrets = contracts.filter(isConfidential).map(({ secret }) => secret);
  const blueprint = blueprintOf(app, contracts, facts.features, facts.idp.apply === 'worker' ? workerSecretPath : jobSecretPath);
  return applied(app, blueprint, facts, { secrets, proof: contracts.map(({ slug }) => accessProof(slug)), mark: contracts[0]?.slug ?? app });
}

/** The file that makes all groups, which every other one waits for. */
export function groupsEnd(contracts: readonly Contract[], facts: Facts): IdentityEnd | undefined {
  const names = [...contracts.flatMap((contract) => groupsOf(contract)), ...Object.keys(facts.people ?? {})];
  return names.length === 0 ? undefined : applied('groups', groupsBlueprint(names), facts);
}

/** The file that owns member lists, when the cluster's facts name people. */
export function peopleEnd(facts: Facts): IdentityEnd | undefined {
  return facts.people === undefined ? undefined : applied('people', peopleBlueprint(facts.people), facts);
}

/** The file that owns the embedded outpost's list of providers, when any app stands behind forward-auth. */
export function outpostEnd(contracts: readonly Contract[], facts: Facts): IdentityEnd | undefined {
  const slugs = contracts.flatMap((contract) => (contract.protocol === 'forward-auth' ? [contract.slug] : []));
  return slugs.length === 0 ? undefined : applied('outpost', outpostBlueprint(slugs), facts);
}

/** The file that deletes what removed apps left behind. */
export function removedEnd(slugs: readonly string[], facts: Facts): IdentityEnd | undefined {
  return slugs.length === 0 ? undefined : applied('removed', removedBlueprint(slugs), facts);
}

function applied(name: string, blueprint: Blueprint, facts: Facts, { secrets = [], proof = [], mark = name }: Extra = {}): IdentityEnd {
  const from = ['groups', 'people', 'outpost', 'removed'].includes(name) ? 'cluster' : name;
  const folder = identityFolder(facts, name);
  if (facts.idp.apply === 'worker') {
    const text = blueprintText(blueprint);
    const { object, mounts } = blueprintConfigMap(name, text, secrets, facts);
    return { name, text, placed: [{ folder, from, object }], mounts };
  }
  const text = blueprintText({ ...blueprint, entries: [...blueprint.entries, markEntry(mark)] });
  const job = blueprintJob({ app: name, text, proof: blueprintText(proofBlueprint(name, proof, mark)), secrets }, facts);
  return { name, text, placed: job.map((object) => ({ folder, from, object })) };
}

interface Extra {
  readonly secrets?: readonly SecretRef[];
  /** What the proof asks beyond that the file was applied. */
  readonly proof?: readonly Entry[];
  /** Name of the run's mark: an app's slug, because that is what a tombstone knows of it. */
  readonly mark?: string;
}
