import type { Reader } from '../manifest/reader.ts';
import type { Objects } from './objects.ts';
import type { TreeObject } from './tree.ts';
import { type Glob, globOf } from './glob.ts';
import { walk } from './walk.ts';

/** Whether something of a tree may bring a Secret that no object of it names. */
export type MayBring = (namespace: string, name: string) => boolean;

/** Kinds of Kubernetes and of controllers that make no Secrets of their own accord. */
const quiet =
  /^(?:[^.]*|[a-z0-9.-]+\.k8s\.io|(?:\w+\.)?toolkit\.fluxcd\.io|argoproj\.io|external-secrets\.io|generators\.external-secrets\.io|traefik\.(?:io|containo\.us)|gateway\.envoyproxy\.io|monitoring\.coreos\.com|cilium\.io|cert-manager\.io|acme\.cert-manager\.io|volsync\.backube|grafana\.integreatly\.org|apiextensions\.k8s\.io|kustomize\.config\.k8s\.io|bitnami\.com|metallb\.io|externaldns\.k8s\.io)$/;

/**
 * What copies Secrets into other namespaces (reflector, replicator, kubed, Kyverno, ClusterExternalSecret …), makes them of objects whose kind is not
 * known here, or of names that are filled in later. Nobody can say then that a Secret is not there.
 */
export function copiedSecrets(objects: Objects, named: readonly { readonly name: string; readonly namespace: string }[]): MayBring {
  const copies = objects.all.flatMap(copiesOf);
  const strange = objects.all.filter(({ apiVersion }) => !quiet.test(apiVersion.split('/', 1)[0]!));
  const patterns = [...named, ...copies].filter(({ name }) => /\$\{|\{\{|<</.test(name)).map(({ name }) => patternOf(name));
  const ownCharts = objects.of('HelmRelease').filter(({ root }) => root.text('spec', 'chart', 'spec', 'sourceRef', 'kind') === 'GitRepository');
  return (namespace, name) =>
    // A chart of one's own brings what its release is named for.
    ownCharts.some((one) => (one.namespace === namespace || one.namespace === '') && begins(name, one.root.text('spec', 'releaseName') ?? one.name)) ||
    copies.some((one) => one.name === name && one.into(namespace)) ||
    patterns.some((pattern) => pattern.test(name)) ||
    strange.some((object) => isAbout(object, namespace, name));
}

/** An object of an unknown kind that has the Secret's name, begins it, or names it. */
function isAbout({ root, namespace, name: own }: TreeObject, wanted: string, name: string): boolean {
  if (namespace !== '' && wanted !== '' && namespace !== wanted) return namesIt(root, name);
  if (own !== '' && (begins(name, own) || name.endsWith(`-${own}`))) return true;
  return namesIt(root, name);
}

const begins = (name: string, start: string): boolean => name === start || name.startsWith(`${start}-`);

function namesIt(root: Reader, name: string): boolean {
  for (const { node } of walk(root.get('spec'))) if (node.text() === name) return true;
  return false;
}

interface Copy {
  readonly name: string;
  readonly namespace: string;
  readonly into: (namespace: string) => boolean;
}

const everywhere = () => true;

function copiesOf(object: TreeObject): Copy[] {
  const { root, kind, name, namespace } = object;
  const spec = root.get('spec');
  if (kind === 'ClusterExternalSecret') {
    const inner = spec.text('externalSecretSpec', 'target', 'name') ?? spec.text('externalSecretName') ?? name;
    return [{ name: inner, namespace: '', into: everywhere }];
  }
  if (kind === 'ClusterSecret' || kind === 'Bundle') return [{ name, namespace: '', into: everywhere }];
  if (kind === 'ClusterPolicy' || kind === 'GeneratingPolicy')
    return spec.items('rules').flatMap((rule) => {
      const generate = rule.get('generate');
      const own = generate.text('name') ?? generate.text('clone', 'name') ?? '';
      return generate.text('kind') === 'Secret' ? [{ name: own, namespace: '', into: everywhere }] : [];
    });
  if (kind === 'ResourceSet')
    return [...walk(spec)].flatMap(({ key, node }) => {
      if (key !== 'kind' && key !== 'resourcesTemplate') return [];
      const text = node.text() ?? '';
      return /^(?:Secret|ExternalSecret|SealedSecret)$|^[ \t]{0,99}kind: (?:Secret|ExternalSecret|SealedSecret)$/m.test(text)
        ? [{ name: '${any}', namespace: '', into: everywhere }]
        : [];
    });
  if (!/^(?:Secret|ExternalSecret|SealedSecret|Certificate|Cluster|\w*Secret)$/.test(kind)) return [];
  const target = spec.text('target', 'name') ?? spec.text('secretName') ?? name;
  return annotationsOf(root).flatMap((annotations): Copy[] => {
    const into = copiedInto(annotations);
    return into === undefined ? [] : [{ name: target, namespace, into }];
  });
}

/** Annotations of an object, and of what its controller makes of it. */
const annotationsOf = (root: Reader): Reader[] =>
  [
    root.get('metadata'),
    root.get('spec', 'target', 'template', 'metadata'),
    root.get('spec', 'template', 'metadata'),
    root.get('spec', 'secretTemplate'),
    root.get('spec', 'inheritedMetadata'),
  ].map((one) => one.get('annotations'));

/** https://github.com/emberstack/kubernetes-reflector, https://github.com/mittwald/kubernetes-replicator, https://github.com/config-syncer/config-syncer */
export function copiedInto(annotations: Reader | undefined): ((namespace: string) => boolean) | undefined {
  if (annotations === undefined) return undefined;
  const text = (name: string) => {
    const value = annotations.get(name).scalar();
    return value === undefined || value === null ? undefined : String(value);
  };
  const reflector = 'reflector.v1.k8s.emberstack.com/reflection-';
  if (text(`${reflector}auto-enabled`) === 'true') return matching(text(`${reflector}auto-namespaces`) ?? text(`${reflector}allowed-namespaces`) ?? '');
  const replicate = text('replicator.v1.mittwald.de/replicate-to');
  if (replicate !== undefined) return matching(replicate);
  if (text('replicator.v1.mittwald.de/replicate-to-matching') !== undefined) return everywhere;
  if (text('kubed.appscode.com/sync') !== undefined) return everywhere;
  return undefined;
}

/** A list of names and patterns, separated by commas; empty is all. */
function matching(list: string): (namespace: string) => boolean {
  const parts = list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => part.includes('${'))) return everywhere;
  return (namespace) => namespace === '' || parts.some((part) => part === namespace || (/[*.[\\^$|(]/.test(part) && wild(part).test(namespace)));
}

/** The usual patterns of such lists, as the texts between what may be anything. */
const wild = (part: string): Glob =>
  globOf(
    part
      .slice(0, 200)
      .replace(/^\^/, '')
      .replace(/\$$/, '')
      .split(/[^a-z0-9-]/),
  );

/** A name with variables, as the texts between them. */
const patternOf = (name: string): Glob => globOf(name.slice(0, 253).split(/\$\{[^}]*\}|\{\{.*?\}\}|<<.*?>>/));
