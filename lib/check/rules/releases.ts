import type { Reader } from '../../manifest/reader.ts';
import { textsOf } from '../../tree/walk.ts';
import { compareVersions, known, numbersOf } from '../../tree/known.ts';
import { chartFacts } from '../chart-facts.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Rule } from '../../repository/rule.ts';

export const releasesRules: readonly Rule[] = [
  {
    code: 'chart-version-floating',
    severity: 'warning',
    strict: true,
    title: 'a chart version is not pinned',
    why: 'Flux upgrades the chart as soon as a new version is published, even to one that needs other login settings.',
    symptom: 'A login stops working without any commit.',
    cause: '`version` is a range, or is missing, which means `*`.',
    fix: 'pin the version, and let Renovate propose updates',
    source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    *find({ releases }) {
      for (const { object, version, chart, source } of releases) {
        if (object.kind !== 'HelmRelease' || !object.root.get('spec', 'chart', 'spec').exists) continue;
        const kind = object.root.get('spec', 'chart', 'spec', 'sourceRef', 'kind').text();
        if (kind !== 'HelmRepository') continue;
        const text = version?.text();
        if (text !== undefined && !/[*<>~^xX|]|^\s*$/.test(text.split(/[-+]/, 1)[0]!)) continue;
        if (version !== undefined && text === undefined) continue;
        yield {
          at: version ?? object.root.get('spec', 'chart', 'spec', 'chart'),
          message: `the chart ${chart}${source === '' ? '' : ` of ${source}`} has ${text === undefined ? 'no version' : `the version ${text}`}`,
          expected: 'an exact version',
          received: text ?? 'nothing',
        };
      }
    },
  },
  // oci:// needs type oci, https:// an index.
  {
    code: 'helm-repository-type',
    severity: 'error',
    needs: [],
    title: 'the type of a chart source does not match its URL',
    symptom: 'The source is never ready: `failed to fetch Helm repository index`.',
    cause: '`type` and URL scheme of the source do not match.',
    fix: 'write `type: oci` for oci://, and no type for https://',
    source: '[Flux: HelmRepository](https://fluxcd.io/flux/components/source/helmrepositories/)',
    *find({ objects }) {
      for (const object of objects.of('HelmRepository')) {
        if (!isSource(object)) continue;
        const url = object.root.get('spec', 'url');
        const type = object.root.get('spec', 'type').text() ?? 'default';
        const text = url.text() ?? '';
        if (text.startsWith('oci://') !== (type === 'oci') && /^(?:oci|https?):/.test(text))
          yield {
            at: url,
            message: `HelmRepository/${object.name} has the URL ${text} and the type ${type}`,
            expected: text.startsWith('oci://') ? 'type: oci' : 'no type',
            received: `type: ${type}`,
            why: 'Flux finds no chart, so every release of it fails.',
            fix: text.startsWith('oci://') ? 'write type: oci, or use an OCIRepository' : 'remove type: oci',
          };
      }
      for (const object of objects.of('OCIRepository')) {
        const url = object.root.get('spec', 'url');
        if (!isSource(object) || !/^https?:/.test(url.text() ?? '')) continue;
        yield {
          at: url,
          message: `OCIRepository/${object.name} has the URL ${url.text()}`,
          expected: 'oci://…',
          received: url.text() ?? '',
          why: 'Charts from an HTTP repository need a HelmRepository.',
          fix: 'use a HelmRepository with chart.spec, or the oci:// URL of the chart',
        };
      }
    },
  },
  {
    code: 'helmrelease-release-name',
    severity: 'warning',
    strict: true,
    title: 'the Helm release name depends on the namespace',
    symptom: 'A Service or Secret does not have the expected name. After a change of the namespace, volumes are gone.',
    cause: 'With `targetNamespace`, the default release name is made of the namespace and the name.',
    fix: 'set `releaseName` to the name that the release has now',
    source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    *find({ releases }) {
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const spec = object.root.get('spec');
        const target = spec.get('targetNamespace');
        if (spec.get('releaseName').exists || !target.exists) continue;
        yield {
          at: target,
          message: `HelmRelease/${object.name} has a targetNamespace but no releaseName`,
          expected: `releaseName: ${object.name}`,
          received: 'nothing',
          why: `The release is then named ${known(target.text()) ?? 'NAMESPACE'}-${object.name}. Services, Secrets and volumes do not have the names that the login settings expect, and changing it later reinstalls everything.`,
        };
      }
    },
  },
  {
    code: 'helmrelease-retry',
    severity: 'warning',
    strict: true,
    title: 'a release is not retried after a failure',
    why: 'If a Secret arrives a minute late, the release stays failed until somebody acts.',
    symptom: 'A HelmRelease stays `Failed` although the cause is fixed.',
    cause: 'By default, Flux does not retry.',
    fix: 'write `strategy: { name: RetryOnFailure }` (Flux 2.7) or `remediation: { retries: 3 }` for install and upgrade',
    source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    *find({ objects, releases }) {
      // Parents often patch all releases: what they add cannot be seen in the files.
      const patched = objects
        .of('Kustomization')
        .some(({ apiVersion, root }) => apiVersion.startsWith('kustomize.toolkit') && textsOf(root.get('spec', 'patches')).includes('HelmRelease'));
      if (patched) return;
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const spec = object.root.get('spec');
        const lacking = ['install', 'upgrade'].filter((action) => {
          const node = spec.get(action);
          const retries = node.get('remediation', 'retries').scalar();
          return (
            node.get('strategy', 'name').text() !== 'RetryOnFailure' &&
            !(typeof retries === 'number' && retries !== 0) &&
            node.get('remediation', 'retries').text() === undefined
          );
        });
        if (lacking.length === 0) continue;
        yield {
          at: !spec.get('install').exists ? object.root.get('metadata', 'name') : spec.get('install'),
          message: `HelmRelease/${object.name} does not retry: ${lacking.join(' and ')} ${lacking.length === 1 ? 'has' : 'have'} neither a retry strategy nor retries`,
          expected: 'install: { strategy: { name: RetryOnFailure } }, and the same for upgrade',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'host-aliases-ignored',
    severity: 'warning',
    title: 'a chart does not support hostAliases',
    why: 'Helm silently ignores values that a chart does not use.',
    symptom: 'The pod still resolves the host to the public address.',
    cause: 'The chart has no such value. nextcloud and vaultwarden have none, headlamp has it since 0.43.0.',
    fix: 'override the name in DNS, or patch the pod with a post-renderer',
    source: '[nextcloud/helm: values](https://github.com/nextcloud/helm/blob/main/charts/nextcloud/values.yaml)',
    *find(repository) {
      for (const { chart, layers, version } of repository.releases) {
        const numbers = numbersOf(version?.text());
        const since = chartFacts(chart, repository)?.hostAliases;
        if (since === undefined || (since !== 'never' && (numbers === undefined || compareVersions(numbers, since) >= 0))) continue;
        for (const layer of layers) {
          const aliases = !layer.get('hostAliases').exists ? layer.get(chart, 'hostAliases') : layer.get('hostAliases');
          if (!aliases.exists) continue;
          yield {
            at: aliases,
            message: `the chart ${chart}${numbers === undefined ? '' : ` ${version!.text()}`} does not support hostAliases`,
            expected: since !== 'never' ? `chart ${since.join('.')}.0 or newer` : 'an override in DNS, or a postRenderer that patches the pod',
            received: 'hostAliases in values',
            fix: since !== 'never' ? 'upgrade the chart' : 'rewrite the name in CoreDNS, or patch the Deployment by spec.postRenderers',
          };
        }
      }
    },
  },
  {
    code: 'target-path-order',
    severity: 'warning',
    title: 'valuesFrom overwrites a value that targetPath set',
    why: 'Flux merges references in order. The same key in a later one overwrites the value that targetPath set.',
    symptom: 'A secret that `targetPath` should set is missing.',
    cause: 'A later ConfigMap without `targetPath` has a value at the same path.',
    fix: 'move the references with `targetPath` to the end',
    source: '[fluxcd/pkg: chartutil/values.go](https://github.com/fluxcd/pkg/blob/main/chartutil/values.go)',
    *find({ releases, objects }) {
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const targets: string[][] = [];
        for (const one of object.root.get('spec', 'valuesFrom').items()) {
          const target = one.get('targetPath').text();
          if (target !== undefined) {
            targets.push(keysOf(target));
            continue;
          }
          const [kind = '', name = ''] = ['kind', 'name'].map((key) => one.get(key).text());
          if (kind !== 'ConfigMap' || targets.length === 0) continue;
          // A later reference overrides on purpose, as the values of one app do those of all: only a value at the same path is a fault.
          const map = objects.find('ConfigMap', one.get('namespace').text() ?? object.namespace, name);
          const values = map?.root.get('data', one.get('valuesKey').text() ?? 'values.yaml').embedded() ?? [];
          const path = targets.find((keys) => values.some((each) => each.get(...keys).exists));
          if (path === undefined) continue;
          yield {
            at: one,
            message: `HelmRelease/${object.name}: ${kind} ${name} sets ${path.join('.')} again, after the targetPath`,
            expected: 'references with targetPath last',
            received: 'before',
          };
        }
      }
    },
  },
  {
    code: 'target-path-placeholder',
    severity: 'warning',
    title: 'an inline value overrides a value from a Secret',
    why: 'Flux merges spec.values last, so the inline placeholder wins over the Secret here.',
    symptom: '`invalid_client`: the app uses the placeholder as its client secret.',
    cause:
      '`spec.values` has a value at the path that `targetPath` sets. Flux writes the value of the first `targetPath` into the inline values themselves. For a top-level key, after another `targetPath`, or after values that contain the same map, it writes into a copy, and the inline value wins.',
    fix: 'remove the path from `spec.values`',
    source: '[fluxcd/pkg: chartutil/values.go](https://github.com/fluxcd/pkg/blob/main/chartutil/values.go)',
    *find({ releases }) {
      for (const { object, layers } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const inline = object.root.get('spec', 'values');
        const references = object.root.get('spec', 'valuesFrom').items();
        for (const [index, one] of references.entries()) {
          const path = one.get('targetPath').text();
          if (path === undefined || layers.length === 0) continue;
          const keys = keysOf(path);
          const value = inline.get(...keys);
          // An item of a list is written in place, and so is what is below a map that nobody has copied yet.
          if (!value.exists || /\[\d+\]/.test(path) || (keys.length > 1 && index === 0)) continue;
          yield {
            at: value,
            message: `HelmRelease/${object.name} has a value at ${path}, which valuesFrom sets too`,
            expected: 'no value there',
            received: 'a value',
            fix: `remove the value at ${path} from spec.values`,
          };
        }
      }
    },
  },
  {
    code: 'target-path-dots',
    severity: 'error',
    needs: [],
    title: 'a dot in a targetPath parts a key in two',
    why: 'The value lands beside the key that is meant, where the chart does not look.',
    symptom: '`invalid_client`: the app has no client secret, though the Secret holds one.',
    cause: 'Keys of the values with a dot, such as `grafana.ini`, need a backslash before it in `targetPath`: each other dot goes one level down.',
    fix: 'write a backslash before each dot of the key',
    source: '[Flux: HelmRelease, values overrides](https://fluxcd.io/flux/components/helm/helmreleases/#values-references)',
    *find({ releases }) {
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        for (const one of object.root.get('spec', 'valuesFrom').items()) {
          const path = one.get('targetPath');
          const keys = keysOf(path.text() ?? '');
          const parted = partedKeys(object.root.get('spec', 'values'), keys)[0];
          if (parted === undefined) continue;
          const right = parted.map((key) => key.replaceAll('.', '\\.')).join('.');
          yield {
            at: path,
            // A mail password beside its place stops no login.
            isSure: /oauth|oidc|client|secret/i.test(right),
            message: `HelmRelease/${object.name} sets ${path.text()!}, but the values have the key ${parted.find((key) => key.includes('.'))!}`,
            expected: right,
            received: path.text()!,
            fix: `write ${right}`,
          };
        }
      }
    },
  },
];

/** What a path was meant to be, where its first key is no key of the values, but the beginning of one with a dot in it. */
function partedKeys(values: Reader, [first = '', ...rest]: readonly string[]): string[][] {
  if (rest.length === 0 || values.keys().length === 0) return [];
  const below = values.get(first);
  if (below.exists) return partedKeys(below, rest).map((keys) => [first, ...keys]);
  const whole = values.keys().find((key) => key.startsWith(`${first}.`) && [first, ...rest].join('.').startsWith(`${key}.`));
  if (whole === undefined) return [];
  const left = [first, ...rest].slice(whole.split('.').length);
  return [[whole, ...(partedKeys(values.get(whole), left)[0] ?? left)]];
}

/** Others have kinds of these names too. */
const isSource = ({ apiVersion }: TreeObject): boolean => apiVersion.startsWith('source.toolkit.fluxcd.io/');

/** The keys of a `targetPath`: a dot with a backslash belongs to its key, and `[0]` is a place of a list. */
const keysOf = (path: string): string[] =>
  path.split(/(?<!\\)\./).flatMap((part) =>
    part
      .replaceAll('\\.', '.')
      .replace(/\[(\d+)\]/g, '\u0000$1')
      .split('\u0000'),
  );
