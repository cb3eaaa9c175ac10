import { brokenTextsOf } from '../../repository/broken-texts.ts';
import { posix } from 'node:path';
import { compareText } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import type { Rule } from '../../repository/rule.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import { isClosed } from '../is-closed.ts';
import { servedVersions } from '../../tree/served-versions.ts';
import { type Product, runsAtLeast, sayableNames } from '../../repository/versions.ts';
import { suppressionsOf } from '../suppression.ts';

export const treeRules: readonly Rule[] = [
  {
    code: 'api-version-removed',
    severity: 'error',
    needs: [],
    title: 'an object has an apiVersion that is not served any more',
    page: {
      symptom: '`no matches for kind … in version …`, and nothing of the folder is applied.',
      cause: 'The apiVersion was removed by its controller.',
      fix: 'Write the new one; `flux migrate -f DIR` does it for Flux.',
      source: '[Flux: releases](https://github.com/fluxcd/flux2/releases)',
    },
    *find({ objects, versions }) {
      const served = servedVersions(objects);
      for (const object of objects.all) {
        const gone = removed.find(({ api, kinds }) => object.apiVersion === api && (kinds === undefined || kinds.includes(object.kind)));
        if (gone === undefined) continue;
        const { api, instead, by } = gone;
        const [group, version] = [api.slice(0, api.indexOf('/')), api.slice(api.indexOf('/') + 1)];
        // What the tree installs decides: its CRDs, else the version of the controller.
        const names = served.get(`${group}/${object.kind}`);
        const runs = by === undefined ? undefined : versions[by.product];
        const isGone = names !== undefined ? !names.has(version) : by === undefined ? true : runsAtLeast(runs, by.since);
        // A version that runs and is in the tree alone tells: what somebody has in use is served.
        if (isGone === false || (isGone === undefined && runs === undefined && !object.ours)) continue;
        const since = by === undefined ? '' : `${by.name} ${by.since.join('.')}`;
        yield {
          at: object.root.get('apiVersion'),
          severity: isGone === true ? 'error' : 'info',
          message:
            isGone === true
              ? `${object.kind}/${object.name} is ${object.apiVersion}${runs === undefined ? '' : `, which ${by!.name} ${runs.text} does not serve`}`
              : `${object.kind}/${object.name} is ${object.apiVersion}, which ${since} and later does not serve`,
          expected: instead,
          received: object.apiVersion,
          why:
            isGone === true
              ? 'It is not served any more: the object is refused, and with it all that is applied together.'
              : `Which version of ${by!.name} runs is not known here. It was removed in ${since}: the object is refused then, and with it all that is applied together.`,
          fix: isGone === true ? `write apiVersion: ${instead}` : `write apiVersion: ${instead} before the upgrade to ${since}, once your version serves it`,
        };
      }
    },
  },
  {
    code: 'suppression-invalid',
    severity: 'warning',
    title: 'a suppression names no rule or gives no reason',
    why: 'Whoever reads it next year must be able to judge whether it still holds.',
    page: {
      symptom: 'A finding stays although a comment or annotation says that it is to be ignored.',
      cause: 'The suppression gives no reason, or names no rule. It then suppresses nothing.',
      fix: 'Write the code, a colon and why it is right as it is: `# pinout-ignore application-open: the status page is public`. In an annotation: `pinout.dev/ignore: "application-open: the status page is public"`.',
      more: '**Why it matters.** Whoever reads it in a year must be able to judge whether the reason still holds. Suppressed findings stay in `--json` with their reason.',
    },
    *find({ tree }) {
      for (const { codes, reason, file, line } of suppressionsOf(tree)) {
        if (codes.length > 0 && reason !== '') continue;
        yield {
          at: { file, line, column: 1, path: '', value: undefined },
          message: codes.length === 0 ? 'a suppression names no rule' : `${codes.join(', ')} is to be ignored here without a reason`,
          expected: 'CODE: reason',
          received: codes.length === 0 ? 'no code' : 'no reason',
          fix: `write pinout-ignore ${codes[0] ?? 'CODE'}: and then why it is right as it is`,
        };
      }
    },
  },
  {
    code: 'unread',
    severity: 'info',
    coverage: true,
    title: 'files that could not be read were not judged',
    page: {
      symptom: '`pinout check` says that files were not read. Nothing is wrong with the login, but a clean result says nothing about these files.',
      cause:
        'They are templates (Helm, Jinja, Go) that become YAML only when they are rendered, or texts inside a ConfigMap are; they hold no text, they are larger than 20 MiB, or the account that runs the check may not read them. Files of Terraform are named when they keep logins: `authentik_provider_oauth2`, `vault_jwt_auth_backend_role` and the like.',
      fix: 'Render first and check the result, for example `helm template … > out.yaml && pinout check out.yaml`, or name only the folders that Flux applies. From Terraform: [the way to pinout](../tasks/from-terraform.md).',
      more: '**Why it matters.** A check that passes over files in silence is worse than none.',
    },
    *find({ tree }) {
      const groups = new Map<string, string[]>();
      for (const { file, why } of tree.unread) {
        // What is closed to us is an error of its own.
        if (isClosed(why)) continue;
        const files = groups.get(why);
        if (files === undefined) groups.set(why, [file]);
        else files.push(file);
      }
      for (const [why, files] of groups) {
        files.sort(compareText);
        const folders = new Set(files.map((file) => posix.dirname(file)));
        yield {
          at: { file: files[0]! },
          message:
            files.length === 1
              ? `not read: ${why}`
              : `${files.length} files ${folders.size === 1 ? `of ${[...folders][0]!}` : `of ${folders.size} folders, this one among them,`} were not read: ${why}`,
          why: 'What is not read is not judged: a clean result says nothing about it.',
          fix: 'render templates first and check the result, or check the folder that is applied',
        };
      }
      for (const { reader, templated, message, ...at } of brokenTextsOf(tree.objects))
        if (templated)
          yield {
            at,
            message: `${at.path} was not read: template, and no YAML yet (${message})`,
            why: `${reader} reads what becomes of it. What is not read is not judged.`,
            fix: 'render templates first and check the result',
          };
    },
  },
  {
    code: 'version-outside-window',
    severity: 'info',
    strict: true,
    title: 'a version is outside of what pinout knows',
    page: {
      symptom: 'Findings that do not fit, or none where there should be some.',
      cause: 'The version is outside the support window.',
      fix: 'Upgrade, or read findings with that in mind.',
      source: '[authentik: releases](https://docs.goauthentik.io/releases/), [Kubernetes: releases](https://kubernetes.io/releases/)',
    },
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
          message: `${product} ${running.text} is ${old ? 'older' : 'newer'} than what the rules know (${first} to ${last})`,
          expected: `${first} to ${last}`,
          received: running.text,
          why: old ? 'It gets no fixes any more, and rules may judge it wrongly.' : 'What changed since is not known here.',
          fix: old ? `upgrade ${product} to ${last}` : 'upgrade pinout, and read the release notes until then',
        };
      }
    },
  },
  {
    code: 'yaml-broken',
    severity: 'error',
    needs: [],
    title: 'a file is no YAML',
    page: {
      symptom:
        '`pinout check` names a line of a file, or of a text inside a ConfigMap (a blueprint, an AuthenticationConfiguration), that the program it is for refuses: kubectl, Flux and kube-apiserver read by goyaml, authentik reads blueprints by PyYAML. The message is the one that goyaml prints.',
      cause:
        'A syntax error: often a tab, or a colon in text without quotes. Also what has no form in JSON (`.inf`, a list as a key, `{{ value }}` without quotes), `%YAML 1.2`, a second document in a blueprint, and aliases that unfold to more than goyaml allows or 200,000 values.',
      fix: 'Repair the line.',
      more: 'A file that is no manifest (a compose file, a playbook, a fixture of a test) is passed over, and `unread` names it.\n\n**Why it matters.** Neither Flux nor a check can read the rest of the file. authentik skips a blueprint that is no YAML, and kube-apiserver does not start with such a configuration.',
    },
    *find({ tree }) {
      for (const { message, file, line, column } of tree.broken)
        yield {
          at: { file, line, column, path: '', value: undefined },
          message,
          why: 'Neither Flux nor a check reads the rest of the file.',
          fix: 'repair the YAML',
        };
      // A file that kustomize puts into a ConfigMap is said already.
      const files = new Set(tree.broken.map(({ file, message }) => `${posix.basename(file)} ${message}`));
      for (const { message, reader, templated, key, ...at } of brokenTextsOf(tree.objects))
        if (!templated && !files.has(`${key} ${message}`))
          yield {
            at,
            message: `${at.path} is no YAML: ${message}`,
            why: `${reader} takes nothing of it, and no other rule has judged it.`,
            fix: 'repair the YAML of this text',
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
