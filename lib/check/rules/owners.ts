import { posix } from 'node:path';
import type { Repository } from '../../repository/repository.ts';
import { known } from '../../tree/known.ts';
import { servedPathsOf, type ServedPath } from '../../tree/served-paths.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Rule } from '../../repository/rule.ts';
import { areNamedStages, areStages } from '../../tree/stages.ts';
import { providersOf } from '../../idp/known-providers.ts';
import { fullName, isOfOther, releaseKeyOf, rivalsOf, areOfTwoClusters } from '../two-owners.ts';

export const ownersRules: readonly Rule[] = [
  {
    code: 'object-applied-twice',
    severity: 'warning',
    title: 'an object is applied twice, with different content',
    why: 'The last one applied wins until the other one is applied again. The app and its login change back and forth.',
    symptom: 'A release is upgraded again and again, a login works for some minutes and then fails, or a setting comes back after it was changed.',
    cause:
      'Two files define the same object (same kind, namespace and name), and both are applied. Often pinout now writes an app that was not removed from its old folder, or a file was copied. The finding is an error when two Flux Kustomizations apply a HelmRelease and pinout wrote one of the two. It is a warning when the two may belong to different clusters.',
    fix: 'keep one of the two files, and delete the other in the same commit',
    more: 'To let pinout write the login and keep your own release, see [adopt what you have](../tasks/adopt.md). To move the app, delete the old file in the commit that adds the new one.\n\n**Not reported.** Overlays of one base, folders of several clusters, and files with the same content. Kustomizations that are suspended or apply to another cluster by `kubeConfig` do not count, nor do objects with the annotation `kustomize.toolkit.fluxcd.io/ssa`.',
    source:
      '[Flux: Kustomization, controlling the apply behavior](https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources)',
    *find(repository) {
      for (const { object, other, sure } of rivalsOf(repository)) {
        const mixed = object.ours !== other.ours;
        // What nothing is known to apply may be a template, a copy or what a program renders: only beside what pinout writes it is worth a word.
        if (!sure && !mixed) continue;
        const [mine, theirs] = object.ours || !other.ours ? [object, other] : [other, object];
        yield {
          at: theirs.root.get('metadata', 'name'),
          ...(sure && mixed && object.kind === 'HelmRelease' ? { severity: 'error' as const } : {}),
          message: `${fullName(theirs)} is also in ${mine.file}${mixed ? ', which pinout writes' : ''}, and the two differ${sure ? '' : ': if both are applied to the same cluster, they overwrite each other'}`,
          expected: 'one file',
          received: `${theirs.file}${byLayer(theirs)} and ${mine.file}${byLayer(mine)}`,
        };
      }
    },
  },
  {
    code: 'release-name-taken',
    severity: 'error',
    needs: [],
    title: 'two HelmReleases have the same Helm release name',
    why: 'Helm identifies a release by name and namespace. The two upgrade each other again and again, each to its own chart and values.',
    symptom: 'The release gets a new revision every few minutes, pods restart, and settings change back and forth.',
    cause: 'Two HelmReleases have different names but the same `releaseName` and namespace, or `targetNamespace` makes the two the same.',
    fix: 'keep one of the two, or give one a different `releaseName` before it is first installed',
    more: 'Keep the release that has data.',
    source: '[Flux: HelmRelease, release name](https://fluxcd.io/flux/components/helm/helmreleases/#release-name)',
    *find({ objects }) {
      const first = new Map<string, TreeObject>();
      for (const object of objects.of('HelmRelease')) {
        const key = releaseKeyOf(object);
        if (key === undefined) continue;
        const other = first.get(key);
        if (other === undefined) first.set(key, object);
        else if (fullName(other) !== fullName(object) && !areOfTwoClusters(other, object) && !areNamedStages(other.file, object.file))
          yield {
            // Folders beside each other may be of two clusters, where nothing says who applies them.
            isSure: object.ours || !areStages(other.file, object.file) || (other.layer !== undefined && object.layer !== undefined),
            at: object.root.get('spec', 'releaseName').exists ? object.root.get('spec', 'releaseName') : object.root.get('metadata', 'name'),
            message: `${fullName(object)} and ${fullName(other)} both have the Helm release ${key}`,
            expected: 'one HelmRelease per Helm release',
            received: `${object.file} and ${other.file}`,
          };
      }
    },
  },
  {
    code: 'idp-installed-twice',
    severity: 'warning',
    title: 'pinout installs an identity provider that another release installs too',
    why: 'The two have different keys, users and databases. A user of one does not exist at the other.',
    symptom: 'After the first apply there is a second, empty authentik, and logins lead to it.',
    cause:
      'A HelmRelease that pinout wrote installs the identity provider, and another HelmRelease in the repository installs the same chart under another name or in another namespace.',
    fix: 'set `idp.existing` in the app file, so that pinout uses the existing one; or delete the other release in the same commit',
    more: 'See [adopt what you have](../tasks/adopt.md).\n\n**Not reported.** Releases in folders of two clusters, and suspended ones.',
    source: '[goauthentik/helm: chart authentik](https://github.com/goauthentik/helm/tree/main/charts/authentik)',
    *find(repository) {
      const { releases } = repository;
      const charts = new Set(providersOf(repository).flatMap(({ charts: own }) => Object.keys(own ?? {})));
      const installed = releases.filter(({ chart, object }) => charts.has(chart) && releaseKeyOf(object) !== undefined);
      for (const theirs of installed) {
        if (theirs.object.ours) continue;
        const mine = installed.find(({ chart, object }) => object.ours && chart === theirs.chart && !isOfOther(theirs.object.file, object.file));
        // One name is what other rules say.
        if (mine === undefined || releaseKeyOf(mine.object) === releaseKeyOf(theirs.object)) continue;
        yield {
          at: theirs.object.root.get('metadata', 'name'),
          message: `${fullName(theirs.object)} installs ${theirs.chart}, and so does ${fullName(mine.object)}, which pinout writes`,
          expected: `one ${theirs.chart}`,
          received: `${theirs.object.file} and ${mine.object.file}`,
        };
      }
    },
  },
  {
    code: 'host-served-twice',
    severity: 'warning',
    title: 'two objects serve the same path of a host differently',
    why: 'The controller uses one of the two, usually the older one, and silently ignores the other with its backend and its forward-auth.',
    symptom: 'An app opens without a login although its Ingress requires one, or a host still leads to the old Service.',
    cause:
      'Two Ingresses of one class, or two HTTPRoutes of one gateway, have the same host and path but different backends or different forward-auth. Often the values of a chart create one of them. The finding is an error when pinout wrote one of the two.',
    fix: 'keep one of the two; if a chart creates one, disable it with `ingress.enabled: false`',
    more: `**Not reported.** Different paths, ingress classes, gateways, listeners or matched headers; canaries of ingress-nginx; two objects with the same backend.`,
    source:
      '[ingress-nginx: the oldest rule wins](https://kubernetes.github.io/ingress-nginx/how-it-works/), [Gateway API: conflicts](https://gateway-api.sigs.k8s.io/api-types/httproute/#merging)',
    *find(repository) {
      const found = new Map<string, ServedPath[]>();
      const isLeftOut = leftOutOf(repository);
      for (const one of servedPathsOf(repository)) {
        if (isLeftOut(one.object)) continue;
        const key = `${one.form} ${one.host.value.toLowerCase()} ${one.path} ${one.match}`;
        const list = found.get(key);
        if (list === undefined) {
          found.set(key, [one]);
          continue;
        }
        // Of many that are alike the first ones say it.
        if (list.length < maxListed) list.push(one);
        const other = list.find(
          (before) =>
            before.object !== one.object &&
            before.does !== one.does &&
            meet(before, one) &&
            !isTwin(before.object, one.object) &&
            (before.object.ours || one.object.ours || !areOfOneService(before, one)) &&
            // A chart of the repository is what some Application or HelmRelease installs; of two, nobody says that both are installed.
            before.object.kind !== 'Chart' &&
            one.object.kind !== 'Chart' &&
            !areOfTwoClusters(before.object.layer ?? before.object, one.object.layer ?? one.object),
        );
        if (other === undefined) continue;
        const mixed = one.object.ours !== other.object.ours;
        const [mine, theirs] = one.object.ours || !other.object.ours ? [one, other] : [other, one];
        const sure = mixed && theirs.by.length > 0 && mine.by.length > 0;
        yield {
          at: theirs.host,
          ...(sure ? { severity: 'error' as const } : {}),
          message: `${fullName(theirs.object)} serves ${theirs.host.value}${theirs.path}, and so does ${fullName(mine.object)}${mixed ? ', which pinout writes,' : ''} in ${mine.object.file}`,
          expected: 'one object per host and path',
          received: `${theirs.object.file} and ${mine.object.file}`,
        };
      }
    },
  },
];

const maxListed = 20;

/** A file that the kustomization above it does not list stayed behind, or another program reads it. */
function leftOutOf({ kustomizations, tree }: Repository): (object: TreeObject) => boolean {
  const governed = new Set(kustomizations.files.map(({ file }) => posix.dirname(file)));
  return ({ file, layer, ours }) => {
    const folder = posix.dirname(file);
    return !ours && layer === undefined && tree.built?.has(file) !== true && [folder, posix.dirname(folder)].some((one) => governed.has(one));
  };
}

const byLayer = ({ layer }: TreeObject): string => (layer === undefined ? '' : ` (by the Kustomization ${layer.name})`);

/** Whether one controller gets both: nothing said on both sides is the same default. */
function meet(a: ServedPath, b: ServedPath): boolean {
  if (known(a.host.value)?.includes('.') !== true) return false;
  // Traefik: one for the inside and one for the outside.
  if (a.form === 'Ingress' && entryPointsOf(a) !== entryPointsOf(b)) return false;
  if (a.form === 'Ingress') return a.by[0] === b.by[0] || (a.object.ours !== b.object.ours && (a.by.length === 0 || b.by.length === 0));
  return a.by.some((one) => b.by.some((other) => isSameListener(one, other)));
}

const entryPointsOf = ({ object }: ServedPath): string => object.root.text('metadata', 'annotations', 'traefik.ingress.kubernetes.io/router.entrypoints') ?? '';

/** `namespace/gateway/listener/port`: without a listener a route is bound to all of them. */
function isSameListener(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  return left.every((part, index) => part === right[index] || (index > 1 && (part === '' || right[index] === '')));
}

/** An Ingress beside the one of a chart, for a Service of that chart: `monitoring-alertmanager` is one of the release `monitoring`. */
function areOfOneService(a: ServedPath, b: ServedPath): boolean {
  const [left, right] = a.object.kind === 'Ingress' ? [a, b] : [b, a];
  const isBeside = left.object.kind === 'Ingress' && right.object.kind !== 'Ingress' && left.object.namespace === right.object.namespace;
  return isBeside && right.plainly !== undefined && left.plainly?.startsWith(right.plainly) === true;
}

/** An object that is in two files is reported by `object-applied-twice`. */
const isTwin = (a: TreeObject, b: TreeObject): boolean =>
  // A template that two Applications render stands in one file.
  fullName(a) === fullName(b) ||
  (a.kind === b.kind && a.name === b.name && [a, b].some(({ namespace }) => namespace === '') && (a.file === b.file || isCopy(a, b)));

/** What `helm template` printed may lie beside its chart. */
const isCopy = (a: TreeObject, b: TreeObject): boolean => JSON.stringify(a.root.get('spec').value) === JSON.stringify(b.root.get('spec').value);
