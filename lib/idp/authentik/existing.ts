import type { ExistingIdp } from '../../contract/existing-idp.ts';
import type { Prerequisite } from '../../manifest/prerequisite.ts';
import { PinoutError, show } from '../../contract/error.ts';
import { delivery } from '../../delivery/engine.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import { emptyPart, type Part } from '../../platform/part.ts';

/** What authentik's worker mounts. */
export interface Mounted {
  readonly configMaps: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * What has to be there of an authentik that somebody else runs: where the Jobs run, and what they read.
 *
 * @param mounted what its worker is to mount, when that one applies the blueprints
 * @throws PinoutError `existing-idp-invalid`
 */
export function existingPart(existing: ExistingIdp, mounted: Mounted | undefined, version: string): Part {
  const { namespace } = existing;
  if (existing.kind === 'outside')
    return {
      ...emptyPart,
      needed: [{ kind: 'Secret', namespace, name: existing.token.name, why: `API token of the authentik at ${existing.url}; key ${existing.token.key}` }],
      steps: [
        {
          text: `Create a token in authentik (Directory → Tokens, intent API, for a user in the group \`authentik Admins\`), and store it in the namespace ${namespace}; the command reads it from a file`,
          commands: [`kubectl -n ${namespace} create secret generic ${existing.token.name} --from-file=${existing.token.key}=./${existing.token.key}`],
        },
      ],
    };
  if (mounted !== undefined) return workerPart(existing, mounted, version);
  const keys = new Map<string, string[]>();
  for (const value of Object.values(existing.env)) if (typeof value !== 'string') keys.set(value.name, [...(keys.get(value.name) ?? []), value.key]);
  const secret = (name: string, own: readonly string[]): Prerequisite => ({
    kind: 'Secret',
    namespace,
    name,
    why: `settings of your authentik${own.length === 0 ? '' : `; ${own.length === 1 ? 'key' : 'keys'} ${[...new Set(own)].join(', ')}`}`,
  });
  return {
    ...emptyPart,
    needed: [
      { kind: 'Namespace', namespace: '', name: namespace, why: 'your authentik runs there' },
      ...existing.secrets.map((name) => secret(name, [])),
      ...existing.mounts.map((one): Prerequisite => ({
        kind: 'secret' in one ? 'Secret' : 'ConfigMap',
        namespace,
        name: 'secret' in one ? one.secret : one.configMap,
        why: `files of your authentik at ${one.path}`,
      })),
      ...[...keys].filter(([name]) => !existing.secrets.includes(name)).map(([name, own]) => secret(name, own)),
    ],
  };
}

type InCluster = Extract<ExistingIdp, { readonly kind: 'cluster' }>;

/** Its own worker applies the blueprints: its release is given what to mount. */
function workerPart({ namespace, release, blueprints }: InCluster, mounted: Mounted, version: string): Part {
  for (const kind of ['configMaps', 'secrets'] as const) {
    const twin = blueprints[kind].findIndex((one, index) => mounted[kind].includes(one) || blueprints[kind].indexOf(one) !== index);
    if (twin === -1) continue;
    throw new PinoutError({
      code: 'existing-idp-invalid',
      app: 'cluster',
      field: `idp.existing.blueprints.${kind}[${twin}]`,
      found: `${show(blueprints[kind][twin])}, which is already mounted`,
      wanted: 'each name once: with a duplicate the pod does not start',
      fix: 'remove it',
    });
  }
  const all = { configMaps: [...blueprints.configMaps, ...mounted.configMaps], secrets: [...blueprints.secrets, ...mounted.secrets] };
  const { object, added } = delivery.valuesFor(release, 'authentik-blueprint-values', { blueprints: all });
  // Nothing else of dist says which version its blueprints are written for.
  const labels = { 'app.kubernetes.io/name': 'authentik', 'app.kubernetes.io/version': version };
  const path = 'releases/authentik.md';
  const needed = (kind: string, names: readonly string[]) => names.map((name) => ({ kind, namespace, name, why: "your authentik's worker mounts it already" }));
  return {
    ...emptyPart,
    placed: [{ folder: 'configs', from: 'cluster', object: { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } } }],
    needed: [
      { kind: 'Namespace', namespace: '', name: namespace, why: 'your authentik runs there' },
      { kind: 'HelmRelease', namespace: release.namespace, name: release.name, why: 'your release of authentik, whose worker mounts the blueprints' },
      ...needed('ConfigMap', blueprints.configMaps),
      ...needed('Secret', blueprints.secrets),
    ],
    manual: [{ path, text: page(yamlText(added), blueprints) }],
    steps: [{ text: `Make your HelmRelease \`${release.namespace}/${release.name}\` mount the blueprints, as in \`manual/${path}\`` }],
  };
}

const page = (entry: string, { configMaps, secrets }: Mounted): string =>
  [
    '# The release of authentik',
    '',
    'Its worker applies the blueprints that it mounts. dist contains a ConfigMap with the list of them, which grows with your apps. Add this entry to `valuesFrom` of your HelmRelease, after the existing ones.',
    '',
    '```yaml',
    entry.trimEnd(),
    '```',
    '',
    'In the same commit, remove `blueprints.configMaps` and `blueprints.secrets` from `values` of the release and from its other `valuesFrom`: Helm does not merge lists, and the list under `values` wins.',
    configMaps.length + secrets.length === 0
      ? 'If there were any, list them in `idp.existing.blueprints` to keep them mounted.'
      : `These stay mounted, because \`idp.existing.blueprints\` names them: ${[...configMaps, ...secrets].map((one) => `\`${one}\``).join(', ')}.`,
    '',
    'To undo it, restore your lists and remove the entry in the commit that removes pinout.',
    '',
  ].join('\n');
