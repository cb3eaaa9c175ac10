import { compareText } from '../contract/access.ts';
import type { Contract } from '../contract/contract.ts';
import { checkedFacts, type Facts } from '../contract/facts.ts';
import type { MetadataInput, MetadataOption } from '../contract/metadata.ts';
import { delivery } from '../delivery/engine.ts';
import { type Layer, layersOf } from '../delivery/layers.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import { deliveryFolder, type Folder, type ManualFile, type Placed } from '../manifest/manifest.ts';
import { backendOf } from '../platform/backend-of.ts';
import { generatedSecrets } from '../platform/generated-secrets.ts';
import { namespaces } from '../platform/namespaces.ts';
import { mixedSecrets } from '../platform/mixed-secrets.ts';
import { partOf, type SecretBackend, type SecretUse } from '../platform/secret-backend.ts';
import { apiserverEnd } from './apiserver-end.ts';
import { withApplications } from './adopted-end.ts';
import { appEnds, type WiredApp } from './app-ends.ts';
import { bindingPrerequisites } from './binding-prerequisites.ts';
import { throughCharts } from './charts.ts';
import { checkedInput, type ClusterInput } from './cluster-input.ts';
import { type ClusterState, mapSecret, withGeneration } from './cluster-state.ts';
import { folderCheck } from './construct-folders.ts';
import { withOrder } from './construct-order.ts';
import { edgePods } from './edge-pods.ts';
import type { Charted } from './folder-charts.ts';
import { manualSteps } from './manual-steps.ts';
import { factsBefore, withBothEdges } from './both-edges.ts';
import { checkIdentities } from './identities.ts';
import { providerFor } from '../idp/define-identity-provider.ts';
import type { WritableProvider } from '../idp/identity-provider.ts';
import { keptSecrets, theirNamespaces } from './kept-secrets.ts';
import { layerNeeds } from './layer-needs.ts';
import { withoutLiteralSecrets } from './literal-secrets.ts';
import { marked } from './marked.ts';
import { patched, patchedObject } from './patches.ts';
import { platform } from './platform.ts';
import { ownPrerequisites } from './own-prerequisites.ts';
import { prerequisites } from './prerequisites.ts';
import { readme } from './readme.ts';
import { renamedGroupsOf, withNames } from './renamed.ts';
import { removedSlugs } from './removed-slugs.ts';
import { secretUses } from './secret-uses.ts';
import { refuseSecretsCycle, storesOf } from './secrets-cycle.ts';

/** Everything that is written for one cluster, before it is text. */
export interface Cluster {
  readonly facts: Facts;
  readonly apps: readonly WiredApp[];
  readonly placed: readonly Placed[];
  /** Files for people below `manual/`: blueprints for reading, and what apps bring. */
  readonly manual: readonly ManualFile[];
  readonly readme: string;
  /** What only a person can do, once, in its order. */
  readonly steps: readonly ManualStep[];
  /** The identity provider that is written. */
  readonly provider: WritableProvider;
  /** How secrets come into the cluster, and all of them with the apps that they belong to. */
  readonly secrets: { readonly backend: SecretBackend; readonly uses: readonly SecretUse[] };
  /** Files that define the apps, by the names of these, when they are known. */
  readonly appFiles?: ReadonlyMap<string, string>;
  /** The same cluster with what is remembered beside its source. */
  readonly withState: (state: ClusterState) => Cluster;
}

/** A cluster before cdk8s has changed anything. */
export interface ClusterPlan {
  readonly facts: Facts;
  /** All objects but the layers: those follow from what the folders hold in the end. */
  readonly placed: readonly Placed[];
  /** Refuses a folder that Flux would not apply. */
  readonly allowed: (folder: unknown) => Folder;
  /** The layer of a folder that comes later; what it waits for is known in the end. */
  readonly layer: (folder: Exclude<Folder, typeof deliveryFolder>) => Placed;
  /** What is written of an object of the plan, after all changes: literal text and `patches`. */
  readonly finishedObject: (placed: Placed) => Placed;
  /** The cluster of these objects. `layer` says what becomes of each layer. */
  readonly finish: (charted: Charted, layer?: (placed: Placed) => readonly Placed[]) => Cluster;
}

/**
 * Puts facts and apps together. `apps/main.ts` exports what this returns.
 *
 * @throws PinoutError for every input that cannot work; docs/errors.md lists the codes
 * @example
 * export default defineCluster({ name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30',
 *   versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
 *   edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' }, apps: [monitoring] });
 */
export function defineCluster(input: ClusterInput): Cluster {
  return built(checkedInput(input), undefined);
}

function built(input: ClusterInput, state: ClusterState | undefined): Cluster {
  const { placed, allowed, finish } = planOf(input, state);
  return finish(throughCharts(placed, input.constructs, allowed));
}

/** Works out everything that does not depend on cdk8s. @throws PinoutError as `defineCluster` */
export function planOf(input: ClusterInput, state: ClusterState | undefined): ClusterPlan {
  const provider = providerFor(input);
  const given = checkedFacts(input, provider.site);
  const backend = backendOf(input.secrets ?? generatedSecrets(), given, 'secrets', [mixedSecrets]);
  const adjust = (contract: Contract, app: string) =>
    mapSecret(withGeneration(withNames(contract, input.renamed), app, state), (ref) => backend.rename?.(ref, app) ?? ref);
  const apps = appEnds(input.apps, given, adjust);
  const contracts = apps.flatMap((app) => app.contracts);
  const facts = withApplications(given, contracts);
  const identities = [
    ...apps.filter((app) => app.contracts.length > 0).map((app) => provider.write(app.name, app.contracts, facts)),
    ...provider.writeShared(
      contracts,
      { removed: removedSlugs(input.removed, apps), renamed: renamedGroupsOf(input.renamed, contracts, Object.keys(facts.people ?? {})) },
      facts,
    ),
  ];
  const uses = [...provider.secrets(facts), ...apps.flatMap((app) => secretUses(app, facts, provider))];
  const apiserver = apiserverEnd(apps, facts);

  const under = platform(apps, facts, identities, provider);

  const brought = (input.prerequisites ?? []).flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : []));
  const own: Placed[] = withBothEdges(
    [
      ...namespaces(
        facts,
        [
          ...[...(backend.namespaces ?? []), ...under.namespaces].map((name) => ({ name })),
          ...apps.flatMap(({ end: { namespace: name, podSecurity, elsewhere } }) =>
            name === undefined || elsewhere === true ? [] : [{ name, ...(podSecurity === undefined ? {} : { podSecurity }) }],
          ),
        ],
        brought,
      ),
      ...under.placed,
      ...backend.place(uses),
      ...provider.install(facts, identities, contracts),
      ...identities.flatMap(({ placed }) => placed),
      ...apps.flatMap(({ name, end }) => [
        ...end.objects.map((object): Placed => ({ folder: `apps/${name}`, from: name, object })),
        ...(end.login ?? []).map((object): Placed => ({ folder: `login/${name}`, from: name, object })),
      ]),
      ...apiserver.placed,
    ],
    wayBefore(input, facts, adjust, provider),
    facts,
  );
  const allowed = folderCheck(
    apps.map(({ name }) => name),
    own.map(({ folder }) => folder),
  );
  const literal = (placed: Placed): Placed => withoutLiteralSecrets(delivery.literal(placed, facts));
  const layerOf = (layer: Layer, secret?: string): Placed => ({ folder: deliveryFolder, from: 'cluster', object: delivery.layer(layer, facts, secret) });
  const finish: ClusterPlan['finish'] = (charted, changed = (layer) => [layer]) => {
    const all = charted.placed.map(literal);
    refuseSecretsCycle(apps, storesOf(backend, uses), all, facts.idp.title);
    const folders = [...new Set(all.map(({ folder }) => folder))].sort(compareText);
    const encrypted = new Map(all.flatMap(({ folder, copy, from }) => (copy === undefined ? [] : [[folder, partOf(backend, { from }).decryption] as const])));
    const layers = withOrder(layersOf(folders, layerNeeds(apps, facts, provider)), charted.order).flatMap((layer) =>
      changed(layerOf(layer, encrypted.get(layer.folder))),
    );
    const placed = patched([...layers, ...all], input.patches);
    checkIdentities(placed);
    const steps = manualSteps(facts, backend, uses, provider, [...under.steps, ...apiserver.steps, ...apps.flatMap(({ end }) => end.steps ?? [])]);
    const used = [
      ...(facts.idp.existing === undefined ? [facts.idp.namespace] : []),
      ...apps.flatMap(({ end }) => (end.elsewhere === true ? [] : (end.namespace ?? []))),
    ];
    return {
      facts,
      apps,
      placed,
      manual: [...under.manual, ...apps.flatMap(({ end }) => end.manual ?? []), ...apiserver.manual],
      readme: readme({
        facts,
        apps,
        provider,
        needed: [
          ...prerequisites(facts, [...new Set(used)].sort(compareText)),
          ...edgePods(placed),
          ...under.needed,
          ...apps.flatMap(({ end }) => end.needed ?? []),
          ...(backend.needs?.(uses) ?? []),
          ...keptSecrets(apps),
          ...theirNamespaces(apps),
          ...bindingPrerequisites(apiserver.uses, placed),
          ...ownPrerequisites(input.prerequisites),
        ],
        secrets: { backend, uses },
      }),
      steps,
      provider,
      secrets: { backend, uses },
      withState: (next) => built(input, next),
    };
  };
  const layer: ClusterPlan['layer'] = (folder) => layerOf({ folder, after: [] });
  const placed = marked(
    own,
    input.metadata,
    apps.map(({ name }, index) => ({ name, metadata: metadataOf(input.apps[index]!) })),
  );
  return { facts, placed, allowed, layer, finishedObject: (placed) => patchedObject(literal(placed), input.patches), finish };
}

const metadataOf = ({ options }: ClusterInput['apps'][number]): MetadataInput | undefined => (options as MetadataOption).metadata;

/** What the way in of before is made of: the same cluster with it. */
function wayBefore(input: ClusterInput, facts: Facts, adjust: (contract: Contract, app: string) => Contract, provider: WritableProvider): Placed[] {
  const before = factsBefore(facts);
  if (before === undefined) return [];
  const apps = appEnds(input.apps, before, adjust);
  return [
    ...platform(apps, before, [], provider).placed,
    ...provider.install(
      before,
      [],
      apps.flatMap(({ contracts }) => contracts),
    ),
    ...apps.flatMap(({ name, end }) => end.objects.map((object): Placed => ({ folder: `apps/${name}`, from: name, object }))),
  ];
}
