import { blueprintConfigMap, type WorkerMounts } from '../authentik/blueprint-worker.ts';
import { blueprintJob } from '../authentik/blueprint-job.ts';
import { blueprintOf, jobSecretPath, workerSecretPath } from '../authentik/blueprint.ts';
import { blueprintText } from '../authentik/blueprint-text.ts';
import { outpostBlueprint } from '../authentik/outpost-blueprint.ts';
import { peopleBlueprint } from '../authentik/people-blueprint.ts';
import { removedBlueprint } from '../authentik/removed-blueprint.ts';
import type { Blueprint } from '../authentik/entry.ts';
import type { Contract } from '../contract/contract.ts';
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
  const secrets = contracts.flatMap((contract) => (contract.protocol === 'oidc' && contract.clientType === 'confidential' ? [contract.secret] : []));
  return applied(app, blueprintOf(app, contracts, facts.features, facts.idp.apply === 'worker' ? workerSecretPath : jobSecretPath), secrets, facts);
}

/** The file that owns member lists, when the cluster's facts name people. */
export function peopleEnd(facts: Facts): IdentityEnd | undefined {
  return facts.people === undefined ? undefined : applied('people', peopleBlueprint(facts.people), [], facts);
}

/** The file that owns the embedded outpost's list of providers, when any app stands behind forward-auth. */
export function outpostEnd(contracts: readonly Contract[], facts: Facts): IdentityEnd | undefined {
  const slugs = contracts.flatMap((contract) => (contract.protocol === 'forward-auth' ? [contract.slug] : []));
  return slugs.length === 0 ? undefined : applied('outpost', outpostBlueprint(slugs), [], facts);
}

/** The file that deletes what removed apps left behind. */
export function removedEnd(slugs: readonly string[], facts: Facts): IdentityEnd | undefined {
  return slugs.length === 0 ? undefined : applied('removed', removedBlueprint(slugs), [], facts);
}

function applied(name: string, blueprint: Blueprint, secrets: readonly SecretRef[], facts: Facts): IdentityEnd {
  const text = blueprintText(blueprint);
  const from = ['people', 'outpost', 'removed'].includes(name) ? 'cluster' : name;
  const folder = identityFolder(facts, name);
  if (facts.idp.apply === 'worker') {
    const { object, mounts } = blueprintConfigMap(name, text, secrets, facts);
    return { name, text, placed: [{ folder, from, object }], mounts };
  }
  return { name, text, placed: blueprintJob({ app: name, text, secrets }, facts).map((object) => ({ folder, from, object })) };
}
