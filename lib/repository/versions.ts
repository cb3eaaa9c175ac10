import type { Located } from '../contract/observed.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { Certainty } from './certainty.ts';
import type { Container } from '../tree/containers.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Objects } from '../tree/objects.ts';
import type { Release } from '../tree/release.ts';
import type { TreeDocument } from '../tree/tree.ts';
import { isAtLeast, rangeOf, together, type VersionRange } from '../tree/version-range.ts';

/** A version that runs, or a range in which it is, and where the tree says so; without place when the command line said it. */
export interface Running {
  readonly text: string;
  readonly range: VersionRange;
  /** Whether it is what really runs; sure unless it says otherwise. */
  readonly certainty?: Certainty;
  readonly at?: Located<unknown>;
}

/** What rules ask the version of. */
export type Product = 'authentik' | 'kubernetes' | 'flux' | 'externalSecrets' | 'certManager' | 'traefik';

/** Versions of what the rules depend on. Of External Secrets it is that of its chart, which is its own; of Traefik its own. */
export type RunningVersions = Readonly<Partial<Record<Product, Running>>>;

/** Products whose version people can say, each with an example. */
export const sayable = { authentik: '2026.8', kubernetes: '1.36', flux: '2.9' } as const;
export const sayableNames = Object.keys(sayable) as (keyof typeof sayable)[];

/** Versions as the command line gives them. */
export type GivenVersions = Readonly<Partial<Record<keyof typeof sayable, string>>>;

/** True when what runs is surely at least this version, false when it surely is older, undefined when nobody can tell. */
export const runsAtLeast = (running: Running | undefined, version: readonly number[]): boolean | undefined => isAtLeast(running?.range, version);

/** Reads versions from image tags, charts and configuration; what the command line says outranks them. */
export function versionsOf(
  objects: Objects,
  documents: readonly TreeDocument[],
  releases: readonly Release[],
  containers: readonly Container[],
  given: GivenVersions,
): RunningVersions {
  const ofChart = (name: string) => releases.filter(({ chart }) => chart === name);
  const versions = (name: string) => ofChart(name).map(({ version }) => said(version));
  const images = (image: RegExp) => containers.filter((one) => image.test(one.image)).map(({ tag, imageAt }) => running(tag, imageAt));
  const found = {
    authentik:
      running(given.authentik) ??
      all(ofChart('authentik').map((release) => said(release.get('global', 'image', 'tag')))) ??
      all(images(/(?:^|\/)goauthentik\/server$/)) ??
      // A tag that only the cluster knows says that it is not what the chart brings.
      (ofChart('authentik').some((release) => (release.get('global', 'image', 'tag').text() ?? '') !== '') ? undefined : all(versions('authentik'))) ??
      // Where its release is somebody else's, what dist gives that one says it.
      all(objects.of('ConfigMap').flatMap(({ ours, root }) => (ours ? (labelled(root, 'authentik') ?? []) : []))),
    kubernetes: running(given.kubernetes) ?? kubernetesOf(objects, documents) ?? all(images(/\/kube-apiserver$/)),
    flux: running(given.flux) ?? fluxOf(objects, releases),
    externalSecrets: all(images(/(?:^|\/)external-secrets\/external-secrets$/)) ?? all(versions('external-secrets')),
    certManager: all(images(/(?:^|\/)cert-manager-controller$/)) ?? all(versions('cert-manager')),
    traefik: all(images(/(?:^|\/)traefik$/)) ?? all(versions('traefik').map((one) => traefikOf(one))),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The version of an identity provider: that of its image, else that of its chart. */
export function versionOfProvider(
  { charts, image }: IdpFacts['runs'],
  { releases, containers }: { readonly releases: readonly Release[]; readonly containers: readonly Container[] },
): Running | undefined {
  return (
    all(containers.flatMap((one) => (image.test(one.image) ? [running(one.tag, one.imageAt)] : []))) ??
    all(releases.flatMap(({ chart, version }) => (charts.includes(chart) ? [said(version)] : [])))
  );
}

/** The version that the labels of an app's own object say. */
function labelled(root: Reader, name: string): Running | undefined {
  const labels = root.get('metadata', 'labels');
  return labels.get('app.kubernetes.io/name').text() === name ? said(labels.get('app.kubernetes.io/version')) : undefined;
}

function running(text: string | undefined, at?: Located<unknown>): Running | undefined {
  const range = rangeOf(text);
  return text === undefined || range === undefined ? undefined : { text: text.replace(/^v/, ''), range, ...(at === undefined ? {} : { at }) };
}

const said = (reader: Reader | undefined): Running | undefined =>
  !reader?.exists ? undefined : running(String(reader.scalar() ?? ''), reader.located(undefined));

/** Several that run beside each other: what is said of one may be wrong of another. */
function all(some: readonly (Running | undefined)[]): Running | undefined {
  const known = some.filter((one) => one !== undefined);
  if (known[0] === undefined) return undefined;
  // One of them may be of any version.
  return { ...known[0], range: together(known.map(({ range }) => range)), ...(known.length < some.length ? { certainty: 'likely' as const } : {}) };
}

function kubernetesOf(objects: Objects, documents: readonly TreeDocument[]): Running | undefined {
  // Several clusters may be of several versions.
  const found = documents.flatMap(
    ({ root }) =>
      said(root.get('kubernetesVersion')) ??
      // Talos: the version is in the images of its machine configuration.
      said(root.get('spec', 'kubernetes', 'version')) ??
      running(/kube-apiserver:([^@\s]+)/.exec(root.get('cluster', 'apiServer', 'image').text() ?? '')?.[1], root.get('cluster').located(undefined)) ??
      [],
  );
  if (found.length > 0) return all(found);
  const plans = objects.of('Plan').filter(({ apiVersion }) => apiVersion.startsWith('upgrade.cattle.io/'));
  return all(plans.map(({ root }) => said(root.get('spec', 'version'))).filter((one) => one !== undefined));
}

function fluxOf(objects: Objects, releases: readonly Release[]): Running | undefined {
  const manifests = objects.of('OCIRepository').filter(({ root }) => (root.get('spec', 'url').text() ?? '').endsWith('/flux-manifests'));
  return (
    said(objects.of('FluxInstance')[0]?.root.get('spec', 'distribution', 'version')) ??
    said(releases.find(({ chart }) => chart === 'flux-instance')?.get('instance', 'distribution', 'version')) ??
    all(manifests.map(({ root }) => said(root.get('spec', 'ref', 'tag')))) ??
    said(objects.find('Namespace', '', 'flux-system')?.root.get('metadata', 'labels', 'app.kubernetes.io/version'))
  );
}

/** Traefik's chart has brought Traefik 3 since its version 28. */
function traefikOf(chart: Running | undefined): Running | undefined {
  const isThird = runsAtLeast(chart, [28]);
  return chart === undefined || isThird === undefined
    ? undefined
    : { ...chart, text: isThird ? '3' : '2', range: isThird ? { from: [3] } : { from: [2], below: [3] } };
}
