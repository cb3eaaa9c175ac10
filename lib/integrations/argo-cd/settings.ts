import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';
import type { Release } from '../../tree/release.ts';
import { fileObject, type TreeObject } from '../../tree/tree.ts';

/** The settings of one Argo CD, wherever they are written. */
export interface ArgoCd {
  readonly object: TreeObject;
  readonly release?: Release;
  /** A key of `argocd-cm`. */
  readonly setting: (key: string) => Reader | undefined;
  /** Texts with lines of `policy.csv`. */
  readonly policies: readonly Reader[];
  /** Claims that RBAC looks at; by default groups alone. */
  readonly rbacScopes: string | undefined;
  /** The role of everybody who signs in: `policy.default`. */
  readonly usualRole: Located<string> | undefined;
  /** Host that gives the address where `url` is missing. */
  readonly host?: Reader;
  /** Nobody else gives the address: without `url` there is none. */
  readonly needsUrl: boolean;
  /** What leaves out the Dex that the chart brings. */
  readonly dexOff?: Reader;
}

/** Every Argo CD of a tree: `argocd-cm` itself, the values of its chart, or an object of its operator. */
export const argoCdsOf = perTree((manifests: Manifests): ArgoCd[] => [
  ...manifests.objects.of('ConfigMap').flatMap((object, _, all) => ofConfigMap(object, all)),
  ...manifests.releases.flatMap(ofRelease),
  ...manifests.objects.of('ArgoCD').map(ofOperator),
  ...looseValues(manifests).flatMap(ofRelease),
]);

/** Values files of the chart that no release here names: they are given by hand, or by a bootstrap. */
function looseValues({ tree, releases }: Manifests): Release[] {
  const used = new Set(releases.flatMap(({ layers }) => layers.map(({ document }) => document)));
  return tree.documents
    .filter(
      ({ root, source }) =>
        root.text('kind') === undefined && !used.has(source) && ['oidc.config', 'dex.config'].some((key) => source.parsed.text.includes(key)),
    )
    .map(({ root }) => ({
      object: fileObject(root),
      chart: '',
      source: '',
      version: undefined,
      layers: [root],
      get: (...path) => root.get(...path),
    }));
}

function ofConfigMap(object: TreeObject, all: readonly TreeObject[]): ArgoCd[] {
  const data = object.root.get('data');
  if (!data.get('oidc.config').exists && !(object.name === 'argocd-cm' && data.get('dex.config').exists)) return [];
  const rbac = all.find((one) => one.name === 'argocd-rbac-cm' && one.namespace === object.namespace)?.root.get('data');
  return [
    {
      object,
      setting: (key) => existing(data.get(key)),
      policies: policiesIn(rbac),
      rbacScopes: rbac?.text('scopes'),
      usualRole: rbac?.get('policy.default').locatedText(),
      // A patch is laid over the rest of the ConfigMap, which may have it.
      needsUrl: object.root.text('metadata', 'labels', 'app.kubernetes.io/part-of') === 'argocd' || data.keys().length > 1,
    },
  ];
}

/** The chart argo-cd of argo-helm; another chart may hold it under its name. */
function ofRelease(release: Release): ArgoCd[] {
  const found = [[], ['argo-cd'], ['argocd'], ['argoCD']].find((path) => release.get(...path, 'configs', 'cm').exists);
  if (
    found === undefined ||
    !(
      release.chart === 'argo-cd' ||
      release.get(...found, 'configs', 'cm', 'oidc.config').exists ||
      release.get(...found, 'configs', 'cm', 'dex.config').exists
    )
  )
    return [];
  const rbac = release.get(...found, 'configs', 'rbac');
  const domain = existing(release.get(...found, 'global', 'domain')) ?? existing(release.get('global', 'domain'));
  const dex = release.get(...found, 'dex', 'enabled');
  const spec = release.object.root.get('spec');
  const more = ['valuesFrom', 'source', 'sources'].some((key) => hides(spec.get(key)));
  return [
    {
      object: release.object,
      release,
      setting: (key) => existing(release.get(...found, 'configs', 'cm', key)),
      policies: policiesIn(rbac),
      rbacScopes: rbac.text('scopes'),
      usualRole: rbac.get('policy.default').locatedText(),
      needsUrl: domain === undefined && !more && release.object.kind !== 'file',
      ...(dex.scalar() === false && !release.get(...found, 'configs', 'params', 'server.dex.server').exists ? { dexOff: dex } : {}),
      ...(domain === undefined ? {} : { host: domain }),
    },
  ];
}

/** Values that stand elsewhere may hold what is missing here. */
function hides(node: Reader): boolean {
  if (node.key === 'valuesFrom') return node.exists;
  const all = node.get('helm').exists ? [node] : node.items();
  return all.some((one) => one.get('helm', 'valueFiles').exists || one.get('helm', 'parameters').exists);
}

/** argocd-operator writes `argocd-cm`, and takes the address from the host of its own Ingress or route. */
function ofOperator(object: TreeObject): ArgoCd {
  const spec = object.root.get('spec');
  const own: Readonly<Record<string, Reader>> = {
    'oidc.config': spec.get('oidcConfig'),
    'dex.config': spec.get('sso', 'dex', 'config').exists ? spec.get('sso', 'dex', 'config') : spec.get('dex', 'config'),
  };
  const host = existing(spec.get('server', 'host'));
  return {
    object,
    setting: (key) => existing(spec.get('extraConfig', key)) ?? (own[key] === undefined ? undefined : existing(own[key])),
    policies: [spec.get('rbac', 'policy')],
    rbacScopes: spec.text('rbac', 'scopes'),
    usualRole: spec.get('rbac', 'defaultPolicy').locatedText(),
    needsUrl: false,
    ...(host === undefined ? {} : { host }),
  };
}

const existing = (reader: Reader): Reader | undefined => (reader.exists ? reader : undefined);

const policiesIn = (rbac: Reader | undefined): Reader[] =>
  (rbac?.entries() ?? []).flatMap(([key, value]) => (/^policy\.(?:.*\.)?csv$/.test(key) ? [value] : []));
