import type { ExistingIdp } from '../../contract/existing-idp.ts';
import type { Prerequisite } from '../../manifest/prerequisite.ts';
import { PinoutError, show } from '../../contract/error.ts';
import { delivery } from '../../delivery/engine.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import { emptyPart, type Part } from '../../platform/part.ts';
import type { Reader } from '../../manifest/reader.ts';
import { known } from '../../tree/known.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Release } from '../../tree/release.ts';
import type { Container } from '../../tree/containers.ts';
import type { InstalledProvider } from '../identity-provider.ts';
import { authentikFacts } from './facts.ts';

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

/** Routes of its pages: others with its name in theirs are those of outposts. */
const names = new Set([authentikFacts.name, `${authentikFacts.name}-server`]);

type Env = Readonly<Record<string, string | { readonly name: string; readonly key: string }>>;

/** The authentik that a tree installs, by its chart or by its image: where it runs and what it is set up with. No value of a secret is looked at. */
export function installedAuthentik({ releases, containers, edges }: Pick<Manifests, 'releases' | 'containers' | 'edges'>): InstalledProvider | undefined {
  const release = releases.find(({ chart, object }) => authentikFacts.runs.charts.includes(chart) && !object.ours);
  const hostsAt = (object: Release['object']): string[] =>
    edges.filter((one) => one.object === object || (one.object.namespace === object.namespace && names.has(one.object.name))).map(({ host }) => host.value);
  if (release !== undefined) return { ...ofChart(release), hosts: hostsAt(release.object) };
  const own = containers.filter(({ image, object }) => authentikFacts.runs.image.test(image) && !object.ours);
  const worker = own.find(({ args }) => args.some((one) => one.text() === 'worker')) ?? own[0];
  return worker === undefined ? undefined : { ...ofContainer(worker), hosts: hostsAt(worker.object) };
}

/** goauthentik/helm, charts/authentik/templates/_helpers.tpl: names as of `helm create`; secret.yaml has the full name. */
function ofChart({ object, get }: Release): Omit<InstalledProvider, 'hosts'> {
  const name = known(object.root.get('spec', 'releaseName').text()) ?? object.name;
  const given = known(get('fullnameOverride').text());
  const base = known(get('nameOverride').text()) ?? 'authentik';
  const full = given ?? (name.includes(base) ? name : `${name}-${base}`);
  const own = known(get('authentik', 'existingSecret', 'secretName').text());
  const places = ['global', 'worker'].map((part) => [get(part, 'env'), get(part, 'envFrom')] as const);
  const from = places.flatMap(([, list]) => secretsIn(list));
  const env = Object.assign({}, ...places.map(([list]) => variablesIn(list))) as Env;
  return {
    ...whereOf(object),
    secrets: [...new Set([own ?? full, ...from])],
    env,
    complete: true,
    service: { name: known(get('server', 'fullnameOverride').text()) ?? `${full}-server`, port: numberOf(get('server', 'service', 'servicePortHttp')) ?? 80 },
  };
}

function ofContainer({ object, release, pod, image }: Container): Omit<InstalledProvider, 'hosts'> {
  const own = [
    ...pod.get('containers').items(),
    ...(release?.get('controllers').items() ?? []).flatMap((one) => [
      ...one
        .get('containers')
        .entries()
        .map(([, container]) => container),
    ]),
  ].filter((one) => (one.get('image').text() ?? one.get('image', 'repository').text() ?? '').includes(image.split('/').at(-2) ?? image));
  const secrets = [...new Set(own.flatMap((one) => secretsIn(one.get('envFrom'))))];
  const env = Object.assign({}, ...own.map((one) => variablesIn(one.get('env')))) as Env;
  const complete = secrets.length > 0 || ['AUTHENTIK_SECRET_KEY', 'AUTHENTIK_POSTGRESQL__PASSWORD'].every((name) => Object.hasOwn(env, name));
  return { ...whereOf(object), secrets, env, complete };
}

function whereOf(object: Release['object']): Pick<InstalledProvider, 'label' | 'file' | 'namespace'> {
  const namespace = known(object.root.get('spec', 'targetNamespace').text()) ?? known(object.namespace);
  return { label: `${object.kind} ${object.namespace}/${object.name}`, file: object.file, ...(namespace === undefined ? {} : { namespace }) };
}

const numberOf = (node: Reader): number | undefined => {
  const value = node.scalar();
  return typeof value === 'number' ? value : undefined;
};

/** Names of the Secrets of an `envFrom`. */
const secretsIn = (list: Reader): string[] =>
  list.items().flatMap((one) => known((one.get('secretRef', 'name').exists ? one.get('secretRef', 'name') : one.get('secret')).text()) ?? []);

/** authentik's own variables of a list or map `env`: references to Secrets, and texts that are no secret. */
function variablesIn(list: Reader): Env {
  const named = list.keys().length > 0 ? list.entries() : list.items().map((one) => [one.get('name').text() ?? '', one] as const);
  return Object.fromEntries(
    named.flatMap(([name, node]): (readonly [string, Env[string]])[] => {
      if (!/^AUTHENTIK_[A-Z0-9_]{1,100}$/.test(name)) return [];
      const reference = node.get('valueFrom', 'secretKeyRef');
      const [secret, key] = [known(reference.get('name').text()), known(reference.get('key').text())];
      if (secret !== undefined && key !== undefined) return [[name, { name: secret, key }]];
      const text = known(node.text() ?? node.get('value').text());
      return text === undefined || /PASSWORD|SECRET|TOKEN|KEY|DSN/.test(name) ? [] : [[name, text]];
    }),
  );
}
