import { isSharedPart } from '../common-parts.ts';
import { blueprintJob } from './blueprint-job.ts';
import { accessProof } from './access-entries.ts';
import { blueprintOf, isConfidential, jobSecretPath, workerSecretPath } from './blueprint.ts';
import { blueprintText } from './blueprint-text.ts';
import { groupsBlueprint, outpostBlueprint, peopleBlueprint, removedBlueprint } from './shared-blueprints.ts';
import { markEntry, proofBlueprint } from './proof.ts';
import { signInBlueprint } from './sign-in-blueprint.ts';
import type { Blueprint, Entry } from './entry.ts';
import { type Contract, groupsOf } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { secretObjectName, type SecretRef } from '../../contract/secret-ref.ts';
import type { Folder, Manifest } from '../../manifest/manifest.ts';
import type { Earlier, WrittenEnd } from '../identity-provider.ts';
import { PinoutError } from '../../contract/error.ts';
import type { Written } from '../../manifest/written.ts';

/** Folder of an identity end: the worker mounts what must be there before it, so there it lies in `configs`. */
export function folderOf(facts: Facts, app: string): Folder {
  return facts.idp.apply === 'worker' ? 'configs' : `identity/${app}`;
}

/** Blueprint of an app and what applies it. */
export function writeEnd(app: string, contracts: readonly Contract[], facts: Facts): WrittenEnd {
  const secrets = contracts.filter(isConfidential).map(({ secret }) => secret);
  const worker = facts.idp.apply === 'worker';
  // A file that the worker applies leaves no mark.
  const theirs = facts.idp.existing !== undefined && !worker;
  const blueprint = blueprintOf(app, contracts, facts.features, worker ? workerSecretPath : jobSecretPath, theirs);
  return applied(app, blueprint, facts, {
    secrets,
    proof: contracts.flatMap((one) => (one.adopted?.login === undefined || one.adopted.access ? [accessProof(one)] : [])),
    mark: contracts[0]?.slug ?? app,
  });
}

/** What all apps share: groups, who is in them, the outpost's list, and what is deleted. */
export function writeShared(contracts: readonly Contract[], { removed, renamed }: Earlier, facts: Facts): WrittenEnd[] {
  return [groupsEnd(contracts, renamed, facts), peopleEnd(facts), outpostEnd(contracts, facts), signInEnd(facts), removedEnd(removed, facts)].filter(
    (end) => end !== undefined,
  );
}

/** The file that makes all groups, which every other one waits for. */
function groupsEnd(contracts: readonly Contract[], renamed: Earlier['renamed'], facts: Facts): WrittenEnd | undefined {
  const names = [...contracts.flatMap((contract) => groupsOf(contract)), ...Object.keys(facts.people ?? {}), ...requiredGroups(facts)];
  const kept = [...new Set(contracts.flatMap(({ adopted }) => adopted?.groups ?? []))];
  return names.length === 0 ? undefined : applied('groups', groupsBlueprint(names, { theirs: facts.idp.existing !== undefined, kept, renamed }), facts);
}

/** Groups whose members need a second factor. */
function requiredGroups({ idp: { signIn } }: Facts): readonly string[] {
  return signIn?.secondFactor === undefined || signIn.secondFactor === 'off' ? [] : (signIn.secondFactor.groups ?? []);
}

/** The file that owns member lists, when the cluster's facts name people. */
function peopleEnd(facts: Facts): WrittenEnd | undefined {
  return facts.people === undefined ? undefined : applied('people', peopleBlueprint(facts.people), facts);
}

/** The file that owns the embedded outpost's list of providers, when any app stands behind forward-auth. */
function outpostEnd(contracts: readonly Contract[], facts: Facts): WrittenEnd | undefined {
  const slugs = contracts.flatMap((contract) =>
    contract.protocol === 'forward-auth' && contract.adopted?.outpost === undefined ? [contract.adopted?.login?.provider.name ?? contract.slug] : [],
  );
  const { existing } = facts.idp;
  const kept = existing?.kind === 'cluster' ? existing.outpost : undefined;
  return slugs.length === 0 ? undefined : applied('outpost', outpostBlueprint(slugs, kept), facts);
}

/** The file that owns how people sign in, when the cluster's facts say something of it. */
function signInEnd(facts: Facts): WrittenEnd | undefined {
  const blueprint = signInBlueprint(facts);
  return blueprint === undefined ? undefined : applied('sign-in', blueprint, facts);
}

/** The file that deletes what removed apps left behind. */
function removedEnd(slugs: readonly string[], facts: Facts): WrittenEnd | undefined {
  return slugs.length === 0 ? undefined : applied('removed', removedBlueprint(slugs), facts);
}

function applied(name: string, blueprint: Blueprint, facts: Facts, { secrets = [], proof = [], mark = name }: Extra = {}): WrittenEnd {
  const from = isSharedPart(name) ? 'cluster' : name;
  const folder = folderOf(facts, name);
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

/** What the authentik chart mounts into the worker for one app (`blueprints.configMaps`, `blueprints.secrets`). */
interface WorkerMounts {
  readonly configMap: string;
  readonly secrets: readonly string[];
}

/**
 * The ConfigMap of a blueprint that authentik's own worker discovers (`apply: 'worker'`). What is lost against the Job: order, a
 * failure that shows, a second run after a secret changed, and that the worker reads no other app's client secret.
 *
 * @throws PinoutError `name-too-long`: the chart builds the volume names `blueprints-cm-NAME` and `blueprints-secret-NAME`, which are DNS labels.
 */
function blueprintConfigMap(app: string, text: string, secrets: readonly SecretRef[], facts: Facts): { object: Manifest; mounts: WorkerMounts } {
  const name = `blueprint-${app}`;
  const names = secrets.map((ref) => secretObjectName(ref));
  for (const [kind, value, max] of [['ConfigMap', name, 49] as const, ...names.map((one) => ['Secret', one, 45] as const)])
    if (value.length > max)
      throw new PinoutError({
        code: 'name-too-long',
        app,
        field: 'slug',
        found: `a ${kind} name of ${value.length} characters (${value})`,
        wanted: `at most ${max}: the authentik chart uses it in a volume name`,
        fix: "shorten the slug, or remove idp.apply: 'worker'",
      });
  return {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: facts.idp.namespace },
      data: { [`${app}.yaml`]: text },
    } satisfies Written<'ConfigMap'>,
    mounts: { configMap: name, secrets: names },
  };
}
