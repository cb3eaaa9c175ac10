import { known } from '../../tree/known.ts';
import { servedPathsOf, type ServedPath } from '../../tree/served-paths.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Rule } from '../../repository/rule.ts';
import { providersOf } from '../../idp/known-providers.ts';
import { fullName, isOfOther, releaseKeyOf, rivalsOf, areOfTwoClusters } from '../two-owners.ts';

export const ownersRules: readonly Rule[] = [
  {
    code: 'object-applied-twice',
    severity: 'warning',
    title: 'two sources apply one object, and they do not agree',
    why: 'Whoever applies last wins, until the other one applies again: the app is changed back and forth, and its login with it.',
    fix: 'keep one of the two, and delete the other in the same commit',
    page: {
      symptom: 'A release is upgraded again and again; a login works for some minutes, then not; a setting comes back after it was changed.',
      cause:
        'Two files describe one object (same kind, namespace and name), and both are applied: an app that pinout writes now was not taken out of the folder where it was before, or a file was copied. It is an error when two Flux Kustomizations apply a HelmRelease and one of the two is written by pinout; where it is not sure that both are applied to one cluster, it is a warning.',
      fix: 'Keep one. To let pinout write the login and keep your own release, see the page on adopting. To move, delete the old file in the commit that brings the new one.',
      more: `**What is not meant.** Overlays of one base, folders of several clusters, and files that say the same. Kustomizations that are suspended or apply to another cluster by \`kubeConfig\` do not count, nor do objects with the annotation \`kustomize.toolkit.fluxcd.io/ssa\`.`,
      source:
        '[Flux: Kustomization, controlling the apply behavior](https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources)',
    },
    *find(repository) {
      for (const { object, other, sure } of rivalsOf(repository)) {
        const mixed = object.ours !== other.ours;
        // What nothing is known to apply may be a template, a copy or what a program renders: only beside what pinout writes it is worth a word.
        if (!sure && !mixed) continue;
        const [mine, theirs] = object.ours || !other.ours ? [object, other] : [other, object];
        yield {
          at: theirs.root.get('metadata', 'name'),
          ...(sure && mixed && object.kind === 'HelmRelease' ? { severity: 'error' as const } : {}),
          message: `${fullName(theirs)} is in ${mine.file} too${mixed ? ', which pinout writes' : ''}, and the two differ${sure ? '' : ': if both are applied to one cluster, they undo each other'}`,
          expected: 'one file for it',
          received: `${theirs.file}${byLayer(theirs)} and ${mine.file}${byLayer(mine)}`,
        };
      }
    },
  },
  {
    code: 'release-name-taken',
    severity: 'error',
    needs: [],
    title: 'two HelmReleases have one release in the cluster',
    why: 'Helm knows a release by its name and namespace: the two upgrade each other again and again, each to its own chart and values.',
    fix: 'keep one of the two, or give one another releaseName before it is installed for the first time',
    page: {
      symptom: 'Revisions of a release are counted up every few minutes, pods restart, and settings change back and forth.',
      cause: 'Two HelmReleases have different names and the same `releaseName` and namespace, or a `targetNamespace` makes it the same.',
      fix: 'Delete one. A release that holds data keeps its name: the new one must go.',
      source: '[Flux: HelmRelease, release name](https://fluxcd.io/flux/components/helm/helmreleases/#release-name)',
    },
    *find({ objects }) {
      const first = new Map<string, TreeObject>();
      for (const object of objects.of('HelmRelease')) {
        const key = releaseKeyOf(object);
        if (key === undefined) continue;
        const other = first.get(key);
        if (other === undefined) first.set(key, object);
        else if (fullName(other) !== fullName(object))
          yield {
            at: object.root.get('spec', 'releaseName').exists ? object.root.get('spec', 'releaseName') : object.root.get('metadata', 'name'),
            message: `${fullName(object)} and ${fullName(other)} are both the release ${key}`,
            expected: 'one HelmRelease for each release',
            received: `${object.file} and ${other.file}`,
          };
      }
    },
  },
  {
    code: 'idp-installed-twice',
    severity: 'warning',
    title: 'pinout installs an identity provider, and there is another release of it',
    why: 'The two have different keys, users and databases: who signs in at one is nobody at the other.',
    fix: 'write idp.existing into the app file, so that pinout uses the one that is there; or delete the other release in the same commit',
    page: {
      symptom: 'After the first apply there is a second authentik, empty, and logins lead to it.',
      cause:
        'A HelmRelease that pinout wrote installs the identity provider, and another HelmRelease of the repository has the same chart, under another name or in another namespace.',
      fix: 'Name the one that runs in `idp.existing` ([adopt what you have](../tasks/adopt.md)).',
      more: '**What is not meant.** Releases in folders of two clusters, and suspended ones.',
      source: '[goauthentik/helm: chart authentik](https://github.com/goauthentik/helm/tree/main/charts/authentik)',
    },
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
          message: `${fullName(theirs.object)} installs ${theirs.chart} too, beside ${fullName(mine.object)} of pinout`,
          expected: `one ${theirs.chart}`,
          received: `${theirs.object.file} and ${mine.object.file}`,
        };
      }
    },
  },
  {
    code: 'host-served-twice',
    severity: 'warning',
    title: 'two objects serve one path of one host, each in its own way',
    why: 'The controller takes one of the two, mostly the older, and says nothing of the other: a guard or a backend of it is then not used.',
    fix: 'keep one of the two; where a chart makes one, switch it off with ingress.enabled: false',
    page: {
      symptom: 'An app opens without a login although its Ingress asks for one; or a host leads to the old service after the new one was made.',
      cause:
        'Two Ingresses of one class, or two HTTPRoutes of one gateway, have the same host and path, and differ in where requests go or who guards them. Often one is made by the values of a chart. It is an error when one of the two is written by pinout.',
      fix: 'Keep one. Where a chart makes the other, switch it off in its values.',
      more: `**What is not meant.** Different paths, classes, gateways, listeners, or headers to match; canaries of ingress-nginx; two that send requests to the same place.`,
      source:
        '[ingress-nginx: the oldest rule wins](https://kubernetes.github.io/ingress-nginx/how-it-works/), [Gateway API: conflicts](https://gateway-api.sigs.k8s.io/api-types/httproute/#merging)',
    },
    *find(repository) {
      const found = new Map<string, ServedPath[]>();
      for (const one of servedPathsOf(repository)) {
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
            // A chart of the repository is what some Application or HelmRelease installs.
            (before.object.kind === 'Chart') === (one.object.kind === 'Chart') &&
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
          expected: 'one object for each path of a host',
          received: `${theirs.object.file} and ${mine.object.file}`,
        };
      }
    },
  },
];

const maxListed = 20;

const byLayer = ({ layer }: TreeObject): string => (layer === undefined ? '' : ` (by the Kustomization ${layer.name})`);

/** Whether one controller gets both: nothing said on both sides is the same default. */
function meet(a: ServedPath, b: ServedPath): boolean {
  if (known(a.host.value)?.includes('.') !== true) return false;
  // Traefik: one for the inside and one for the outside.
  if (a.form === 'Ingress' && entryPointsOf(a) !== entryPointsOf(b)) return false;
  if (a.form === 'Ingress') return a.by[0] === b.by[0] || (a.object.ours !== b.object.ours && (a.by.length === 0 || b.by.length === 0));
  return a.by.some((one) => b.by.some((other) => isSameListener(one, other)));
}

const entryPointsOf = ({ object }: ServedPath): string =>
  object.root.get('metadata', 'annotations', 'traefik.ingress.kubernetes.io/router.entrypoints').text() ?? '';

/** `namespace/gateway/listener/port`: without a listener a route is bound to all of them. */
function isSameListener(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  return left.every((part, index) => part === right[index] || (index > 1 && (part === '' || right[index] === '')));
}

/** One object that stands in two files is said by `object-applied-twice`. */
const isTwin = (a: TreeObject, b: TreeObject): boolean => fullName(a) === fullName(b);
