import { textsOf } from '../../tree/walk.ts';
import { compareVersions, known, numbersOf } from '../../tree/known.ts';
import { chartFacts } from '../chart-facts.ts';
import type { Rule } from '../../repository/rule.ts';

export const releasesRules: readonly Rule[] = [
  {
    code: 'chart-version-floating',
    severity: 'warning',
    strict: true,
    title: 'a chart upgrades itself',
    why: 'It upgrades itself at any hour, also to a version that needs other settings for the login.',
    fix: 'write the version, and let Renovate propose the next one',
    page: {
      symptom: 'A login breaks without a commit.',
      cause: '`version` is missing, which means `*`, or is a range.',
      fix: 'Pin it.',
      source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    },
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
          expected: 'one version',
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
    title: 'the kind of a chart source does not fit its address',
    page: {
      symptom: 'The source is never ready: `failed to fetch Helm repository index`.',
      cause: 'The address and the kind of the source do not fit.',
      fix: '`type: oci` for oci://, none for https://.',
      source: '[Flux: HelmRepository](https://fluxcd.io/flux/components/source/helmrepositories/)',
    },
    *find({ objects }) {
      for (const object of objects.of('HelmRepository')) {
        const url = object.root.get('spec', 'url');
        const type = object.root.get('spec', 'type').text() ?? 'default';
        const text = url.text() ?? '';
        if (text.startsWith('oci://') !== (type === 'oci') && /^(?:oci|https?):/.test(text))
          yield {
            at: url,
            message: `HelmRepository/${object.name} has the address ${text} and the type ${type}`,
            expected: text.startsWith('oci://') ? 'type: oci' : 'no type',
            received: `type: ${type}`,
            why: 'No chart is found, and every release of it fails.',
            fix: text.startsWith('oci://') ? 'write type: oci, or use an OCIRepository' : 'take type: oci away',
          };
      }
      for (const object of objects.of('OCIRepository')) {
        const url = object.root.get('spec', 'url');
        if (!/^https?:/.test(url.text() ?? '')) continue;
        yield {
          at: url,
          message: `OCIRepository/${object.name} has the address ${url.text()}`,
          expected: 'oci://…',
          received: url.text() ?? '',
          why: 'Charts of an HTTP repository need a HelmRepository.',
          fix: 'use a HelmRepository with chart.spec, or the oci:// address of the chart',
        };
      }
    },
  },
  {
    code: 'helmrelease-release-name',
    severity: 'warning',
    strict: true,
    title: 'the name of a release hangs on its namespace',
    fix: 'write releaseName with the name that the release has now',
    page: {
      symptom: 'A Service or Secret has another name than expected; after a change of the namespace volumes are gone.',
      cause: 'With `targetNamespace` the name of the release is made of both.',
      fix: 'Always write `releaseName`.',
      source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    },
    *find({ releases }) {
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const spec = object.root.get('spec');
        const target = spec.get('targetNamespace');
        if (spec.get('releaseName').exists || !target.exists) continue;
        yield {
          at: target,
          message: `HelmRelease/${object.name} has a targetNamespace and no releaseName`,
          expected: `releaseName: ${object.name}`,
          received: 'nothing',
          why: `The release is then named ${known(target.text()) ?? 'NAMESPACE'}-${object.name}: Services, Secrets and volumes have other names than the settings of the login expect, and a later change reinstalls everything.`,
        };
      }
    },
  },
  {
    code: 'helmrelease-retry',
    severity: 'warning',
    strict: true,
    title: 'a release is never tried again after its first failure',
    why: 'A Secret that comes a minute late, and the release stays failed until somebody looks.',
    fix: 'write strategy: { name: RetryOnFailure } (Flux 2.7) or remediation: { retries: 3 } for install and upgrade',
    page: {
      symptom: 'A HelmRelease stays `Failed` although its cause is gone.',
      cause: 'The default is no retry.',
      fix: 'Set `strategy.name: RetryOnFailure` or `remediation.retries` for install and upgrade.',
      source: '[Flux: HelmRelease](https://fluxcd.io/flux/components/helm/helmreleases/)',
    },
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
          message: `HelmRelease/${object.name} does not retry: ${lacking.join(' and ')} have neither a retry strategy nor retries`,
          expected: 'install: { strategy: { name: RetryOnFailure } }, and the same for upgrade',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'host-aliases-ignored',
    severity: 'warning',
    title: 'a chart does not know hostAliases',
    why: 'Values that a chart does not know are passed over in silence.',
    page: {
      symptom: 'The pod still resolves the public address.',
      cause: 'The chart has no such value: nextcloud and vaultwarden never, headlamp only since 0.43.0.',
      fix: 'Override the name in DNS, or patch the pod by a post-renderer.',
      source: '[nextcloud/helm: values](https://github.com/nextcloud/helm/blob/main/charts/nextcloud/values.yaml)',
    },
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
            message: `the chart ${chart}${numbers === undefined ? '' : ` ${version!.text()}`} does not know hostAliases`,
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
    title: 'whole values come after a single one and may undo it',
    why: 'References are merged in their order: the same key in the later one overwrites what targetPath had put there.',
    fix: 'move the references with targetPath to the end',
    page: {
      symptom: 'A secret that was put in by `targetPath` is not there.',
      cause: 'A reference without `targetPath` follows and has the same key.',
      fix: 'Put references with `targetPath` last.',
      source: '[fluxcd/pkg: chartutil/values.go](https://github.com/fluxcd/pkg/blob/main/chartutil/values.go)',
    },
    *find({ releases }) {
      for (const { object } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        let single = false;
        for (const one of object.root.get('spec', 'valuesFrom').items()) {
          if (one.get('targetPath').exists) {
            single = true;
            continue;
          }
          if (!single) continue;
          yield {
            at: one,
            message: `HelmRelease/${object.name}: whole values from ${one.get('kind').text() ?? ''} ${one.get('name').text() ?? ''} come after a targetPath`,
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
    title: 'a value stands where a Secret is to be put',
    why: 'Flux merges spec.values once more at the end, so here the placeholder wins over the Secret.',
    page: {
      symptom: '`invalid_client`: the app has the placeholder for its client secret.',
      cause:
        '`spec.values` holds something at the path that `targetPath` fills. Flux writes the value of the first `targetPath` into the inline values themselves. At the top of the values, after another `targetPath`, or after values that bring the same map, it writes into a copy, and the inline value wins.',
      fix: 'Leave the path out of `spec.values`.',
      source: '[fluxcd/pkg: chartutil/values.go](https://github.com/fluxcd/pkg/blob/main/chartutil/values.go)',
    },
    *find({ releases }) {
      for (const { object, layers } of releases) {
        if (object.kind !== 'HelmRelease') continue;
        const inline = object.root.get('spec', 'values');
        const references = object.root.get('spec', 'valuesFrom').items();
        for (const [index, one] of references.entries()) {
          const path = one.get('targetPath').text();
          if (path === undefined || layers.length === 0) continue;
          const keys = path.split(/(?<!\\)\./).flatMap((part) =>
            part
              .replaceAll('\\.', '.')
              .replace(/\[(\d+)\]/g, '\u0000$1')
              .split('\u0000'),
          );
          const value = inline.get(...keys);
          // An item of a list is written in place, and so is what is below a map that nobody has copied yet.
          if (!value.exists || /\[\d+\]/.test(path) || (keys.length > 1 && index === 0)) continue;
          yield {
            at: value,
            message: `HelmRelease/${object.name} has a value at ${path}, which valuesFrom fills as well`,
            expected: 'no value there',
            received: 'a value',
            fix: `take the value at ${path} out of spec.values`,
          };
        }
      }
    },
  },
];
