import { grouped } from '../../contract/grouped.ts';
import { brokenTextsOf } from '../../repository/broken-texts.ts';
import { posix } from 'node:path';
import { compareText } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import type { Rule } from '../../repository/rule.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import { isClosed } from '../is-closed.ts';
import { servedVersions } from '../../tree/served-versions.ts';
import { type Product, runsAtLeast, sayableNames } from '../../repository/versions.ts';
import { areOfTwoClusters } from '../two-owners.ts';
import { suppressionsOf } from '../suppression.ts';

export const treeRules: readonly Rule[] = [
  {
    code: 'api-version-removed',
    severity: 'error',
    needs: [],
    title: 'an object has an apiVersion that is no longer served',
    symptom: '`no matches for kind … in version …`, and nothing in the folder is applied.',
    cause: 'A newer version of the controller or of Kubernetes no longer serves the apiVersion.',
    fix: 'write the new apiVersion. `flux migrate -f DIR` does it for Flux objects',
    source: '[Flux: releases](https://github.com/fluxcd/flux2/releases)',
    *find({ objects, versions, releases }) {
      const served = servedVersions(objects);
      // Its chart can serve it for longer, and leaves CRDs alone that others install (external-secrets/external-secrets, deploy/charts/external-secrets/values.yaml).
      const keepsOld = releases.some(
        (release) =>
          release.chart === 'external-secrets' &&
          (release.get('crds', 'unsafeServeV1Beta1').scalar() === true ||
            [['installCRDs'], ['crds', 'createExternalSecret']].some((path) => release.get(...path).scalar() === false)),
      );
      for (const object of objects.all) {
        const gone = removed.find(({ api, kinds }) => object.apiVersion === api && (kinds === undefined || kinds.includes(object.kind)));
        if (gone === undefined) continue;
        const { api, instead, by } = gone;
        const [group, version] = [api.slice(0, api.indexOf('/')), api.slice(api.indexOf('/') + 1)];
        if (by?.product === 'externalSecrets' && keepsOld) continue;
        // What the tree installs decides: its CRDs, else the version of the controller.
        const names = served.get(`${group}/${object.kind}`);
        const running = by === undefined ? undefined : versions[by.product];
        // What runs in one cluster says nothing of another one.
        const runs = running?.at !== undefined && areOfTwoClusters({ file: running.at.at.file }, object) ? undefined : running;
        const isGone = names !== undefined ? !names.has(version) : by === undefined ? true : runsAtLeast(runs, by.since);
        // A version that runs and is in the tree alone tells: what somebody has in use is served.
        if (isGone === false || (isGone === undefined && runs === undefined && !object.ours)) continue;
        const since = by === undefined ? '' : `${by.name} ${by.since.join('.')}`;
        yield {
          at: object.root.get('apiVersion'),
          severity: isGone === true ? 'error' : 'info',
          message:
            isGone === true
              ? `${object.kind}/${object.name} has the apiVersion ${object.apiVersion}${runs === undefined ? '' : `, which ${by!.name} ${runs.text} does not serve`}`
              : `${object.kind}/${object.name} has the apiVersion ${object.apiVersion}, which ${since} and later do not serve`,
          expected: instead,
          received: object.apiVersion,
          why:
            isGone === true
              ? 'The API server refuses the object, and what is applied together with it waits for it.'
              : `The manifests do not show which version of ${by!.name} runs. From ${since} on, the API server refuses the object, and what is applied together with it waits for it.`,
          fix:
            isGone === true ? `write apiVersion: ${instead}` : `write apiVersion: ${instead} before the upgrade to ${since}, as soon as your version serves it`,
        };
      }
    },
  },
  {
    code: 'suppression-invalid',
    severity: 'warning',
    title: 'a suppression has no rule code or no reason',
    why: 'Without a reason, nobody can tell next year whether it still applies.',
    symptom: 'A finding is still reported although a comment or annotation suppresses it.',
    cause: 'The suppression has no reason or no rule code, so it suppresses nothing.',
    fix: 'write the code, a colon and the reason: `# pinout-ignore application-open: the status page is public`. In an annotation: `pinout/ignore: "application-open: the status page is public"`',
    more: '**Why it matters.** Without a reason, nobody can tell next year whether the suppression still applies. Suppressed findings stay in `--json` with their reason.',
    *find({ tree }) {
      for (const { codes, reason, file, line } of suppressionsOf(tree)) {
        if (codes.length > 0 && reason !== '') continue;
        yield {
          at: { file, line, column: 1, path: '', value: undefined },
          message: codes.length === 0 ? 'a suppression has no rule code' : `${codes.join(', ')} is suppressed here without a reason`,
          expected: 'CODE: reason',
          received: codes.length === 0 ? 'no code' : 'no reason',
          fix: `write pinout-ignore ${codes[0] ?? 'CODE'}: and then the reason`,
        };
      }
    },
  },
  {
    code: 'unread',
    severity: 'info',
    coverage: true,
    title: 'files that could not be read were not checked',
    symptom: '`pinout check` says that files were not read. The logins may be fine, but a clean result says nothing about these files.',
    cause:
      'They are templates (Helm, Jinja, Go) that become YAML only when rendered, they contain such templates in a ConfigMap, they are not text, they are larger than 20 MiB, or the user who runs the check may not read them. Terraform files are listed when they configure logins: `authentik_provider_oauth2`, `vault_jwt_auth_backend_role` and the like.',
    fix: 'render the templates first and check the result, for example `helm template … > out.yaml && pinout check out.yaml`, or name only the folders that Flux applies',
    more: 'For Terraform, see [From Terraform to pinout](../tasks/from-terraform.md).\n\n**Why it matters.** A check that silently skips files is worse than none.',
    *find({ tree }) {
      // What is closed to us is an error of its own.
      for (const [why, unread] of grouped(tree.unread, (one) => (isClosed(one.why) ? undefined : one.why))) {
        const files = unread.map(({ file }) => file).sort(compareText);
        const folders = new Set(files.map((file) => posix.dirname(file)));
        yield {
          at: { file: files[0]! },
          message:
            files.length === 1
              ? `not read: ${why}`
              : `${files.length} files in ${folders.size === 1 ? [...folders][0]! : `${folders.size} folders, including this one,`} were not read: ${why}`,
          why: 'Files that were not read were not checked: a clean result says nothing about them.',
          fix: 'render templates first and check the result, or check only the folder that is applied',
        };
      }
      for (const { reader, templated, message, ...at } of brokenTextsOf(tree.objects))
        if (templated)
          yield {
            at,
            message: `${at.path} was not read: it is a template, not YAML (${message})`,
            why: `${reader} reads the rendered text, which is not known here, so it was not checked.`,
            fix: 'render templates first and check the result',
          };
    },
  },
  {
    code: 'version-outside-window',
    severity: 'info',
    strict: true,
    title: 'pinout does not know this version',
    symptom: 'Findings that do not apply, or missing findings.',
    cause: 'The version is outside the range that the rules were written for.',
    fix: 'upgrade, or keep this in mind when you read the findings',
    source: '[authentik: releases](https://docs.goauthentik.io/releases/), [Kubernetes: releases](https://kubernetes.io/releases/)',
    *find({ versions }) {
      for (const product of sayableNames) {
        const running = versions[product];
        const [first, last] = [supported[product][0], supported[product].at(-1)!];
        if (running?.at === undefined) continue;
        const { from, below } = running.range;
        const old = runsAtLeast(running, numbersOf(first)!.slice(0, 2)) === false;
        // A range is newer when not one version of it is known.
        if (!old && (below === undefined || compareVersions(from.slice(0, 2), numbersOf(last)!) <= 0)) continue;
        yield {
          at: running.at,
          message: `${product} ${running.text} is ${old ? 'older' : 'newer'} than the versions that pinout's rules cover (${first} to ${last})`,
          expected: `${first} to ${last}`,
          received: running.text,
          why: old ? 'It no longer gets fixes, and some rules may not apply to it.' : 'pinout does not know what changed in it.',
          fix: old ? `upgrade ${product} to ${last}` : 'upgrade pinout, and read the release notes until then',
        };
      }
    },
  },
  {
    code: 'yaml-broken',
    severity: 'error',
    needs: [],
    title: 'a file is not valid YAML',
    symptom:
      '`pinout check` names a line in a file, or in text inside a ConfigMap (a blueprint, an AuthenticationConfiguration), that its parser refuses. kubectl, Flux and kube-apiserver use goyaml, authentik reads blueprints with PyYAML. The message is the one that goyaml prints.',
    cause:
      "A syntax error: often a tab, or a colon in unquoted text. Also values that JSON cannot express (`.inf`, a list as a key, unquoted `{{ value }}`), `%YAML 1.2`, a second document in a blueprint, and aliases that expand beyond goyaml's limit or to more than 200,000 values.",
    fix: 'fix the line',
    more: 'A file that is not a manifest (a compose file, a playbook, a test fixture) is skipped and listed under `unread`.\n\n**Why it matters.** Whatever applies the file cannot read the rest of it, and neither can pinout. authentik skips a blueprint that is not valid YAML, and kube-apiserver does not start with such a configuration.',
    *find({ tree }) {
      for (const { message, file, line, column } of tree.broken)
        yield {
          at: { file, line, column, path: '', value: undefined },
          message,
          why: 'Whatever applies the file cannot read the rest of it, and neither can pinout.',
          fix: 'fix the YAML',
        };
      // A file that kustomize puts into a ConfigMap is said already.
      const files = new Set(tree.broken.map(({ file, message }) => `${posix.basename(file)} ${message}`));
      for (const { message, reader, templated, key, ...at } of brokenTextsOf(tree.objects))
        if (!templated && !files.has(`${key} ${message}`))
          yield {
            at,
            message: `${at.path} is not valid YAML: ${message}`,
            why: `${reader} ignores it, and no other rule checked it.`,
            fix: 'fix the YAML in this text',
          };
    },
  },
];

interface Removed {
  readonly api: string;
  /** All of its kinds unless given. */
  readonly kinds?: readonly string[];
  readonly instead: string;
  /** Who dropped it, and since when; Kubernetes or a controller of long ago unless given. */
  readonly by?: { readonly product: Product; readonly name: string; readonly since: readonly number[] };
}

const kubernetes = (since: readonly number[]): NonNullable<Removed['by']> => ({ product: 'kubernetes', name: 'Kubernetes', since });

const flux = (since: readonly number[]): NonNullable<Removed['by']> => ({ product: 'flux', name: 'Flux', since });

const removed: readonly Removed[] = [
  {
    // external-secrets/external-secrets, release 0.17.0: v1beta1 is not served any more. v1 came with 0.16.
    api: 'external-secrets.io/v1beta1',
    instead: 'external-secrets.io/v1',
    by: { product: 'externalSecrets', name: 'External Secrets', since: [0, 17] },
  },
  { api: 'helm.toolkit.fluxcd.io/v2beta1', instead: 'helm.toolkit.fluxcd.io/v2', by: flux([2, 7]) },
  { api: 'helm.toolkit.fluxcd.io/v2beta2', instead: 'helm.toolkit.fluxcd.io/v2', by: flux([2, 8]) },
  { api: 'kustomize.toolkit.fluxcd.io/v1beta1', instead: 'kustomize.toolkit.fluxcd.io/v1', by: flux([2, 8]) },
  { api: 'kustomize.toolkit.fluxcd.io/v1beta2', instead: 'kustomize.toolkit.fluxcd.io/v1', by: flux([2, 8]) },
  { api: 'networking.k8s.io/v1beta1', kinds: ['Ingress', 'IngressClass'], instead: 'networking.k8s.io/v1', by: kubernetes([1, 22]) },
  { api: 'extensions/v1beta1', kinds: ['Ingress'], instead: 'networking.k8s.io/v1', by: kubernetes([1, 22]) },
  // Traefik 2 serves both groups: https://doc.traefik.io/traefik/migrate/v2-to-v3-details/
  { api: 'traefik.containo.us/v1alpha1', instead: 'traefik.io/v1alpha1', by: { product: 'traefik', name: 'Traefik', since: [3] } },
  { api: 'cert-manager.io/v1alpha2', instead: 'cert-manager.io/v1', by: { product: 'certManager', name: 'cert-manager', since: [1, 6] } },
];
