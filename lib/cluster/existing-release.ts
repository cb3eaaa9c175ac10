import { PinoutError } from '../contract/error.ts';
import { objectName } from '../contract/option-texts.ts';
import { secretObjectName } from '../contract/secret-ref.ts';
import { delivery } from '../delivery/engine.ts';
import type { ExistingRelease } from '../delivery/release-options.ts';
import { refuseUnused } from '../delivery/run-shapes.ts';
import type { AppEnd } from '../integrations/integration.ts';
import type { Json, JsonMap } from '../manifest/manifest.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import type { Written } from '../manifest/written.ts';
import { withoutLiteralSecrets } from './literal-secrets.ts';

/** What a release of the user's own brings itself. */
const theirs = new Set(['HelmRelease', 'HelmRepository', 'OCIRepository', 'Ingress', 'HTTPRoute', 'NetworkPolicy']);

/** Options that say how a release of ours is installed. */
const ofOurs = ['chartVersion', 'image', 'storage', 'size', 'database', 'driftDetection', 'schemaValidation', 'timeout', 'data', 'sidecars', 'resources'];

/**
 * An app's end for a release that is there already: the values of the login as a ConfigMap that it takes by `valuesFrom`, or as a patch for it. Nothing of
 * how the app runs, no release and no way in of ours: two of them would fight.
 *
 * @throws PinoutError `existing-release-unfit`, `option-unused`
 */
export function intoExisting(end: AppEnd, existing: ExistingRelease, app: string, options: object): AppEnd {
  if (end.loginValues === undefined)
    throw new PinoutError({
      code: 'existing-release-unfit',
      app,
      field: 'existing.release',
      found: 'an app whose login is not only chart values',
      wanted: 'an app whose login is in the values of a release',
      fix: `remove existing, or write oidcApp({ name: '${app}', redirects: […] }) without chart and image: it writes authentik's end and the Secret, and lists what to set in the app`,
    });
  refuseUnused(options, ofOurs, 'together with existing: the release is yours', app);
  objectName(existing.release, { app, field: 'existing.release' });
  const namespace = existing.namespace ?? end.namespace ?? app;
  const ours = end.objects.find(({ kind }) => kind === 'HelmRelease')?.['spec'] as
    { readonly postRenderers?: Written<'HelmRelease'>['spec']['postRenderers'] } | undefined;
  const values = judged(end.loginValues, { name: existing.release, namespace }, app);
  const added = valuesFor(existing, namespace, app, values, ours?.postRenderers);
  const text = JSON.stringify([values, end.login ?? []]);
  const rest = end.objects.filter(({ kind }) => !theirs.has(kind));
  return {
    ...without(end),
    elsewhere: true,
    // A password of an administrator who is there already is not made again.
    generated: (end.generated ?? []).filter((ref) => text.includes(`"${secretObjectName(ref)}"`)),
    objects: [...rest, ...added.objects],
    needed: [
      ...(end.needed ?? []),
      {
        kind: 'HelmRelease',
        namespace,
        name: existing.release,
        why: `your release of ${app}${added.manual.length > 0 ? ', which reads the values of its login' : ''}`,
      },
    ],
    manual: [...(end.manual ?? []), ...added.manual],
    steps: [...(end.steps ?? []), ...added.steps],
  };
}

/** The values, without a secret in them. */
function judged(values: JsonMap, release: { readonly name: string; readonly namespace: string }, app: string): JsonMap {
  const { added } = delivery.valuesFor(release, app, {});
  const { object } = withoutLiteralSecrets({ folder: `apps/${app}`, from: app, object: { ...added, spec: { values } } });
  return (object['spec'] as { readonly values: JsonMap }).values;
}

type Added = Required<Pick<AppEnd, 'objects' | 'manual' | 'steps'>>;

function valuesFor(
  existing: ExistingRelease,
  namespace: string,
  app: string,
  values: JsonMap,
  postRenderers: Written<'HelmRelease'>['spec']['postRenderers'],
): Added {
  // A login that is set up in the running app has no values.
  if (Object.keys(values).length === 0) return { objects: [], manual: [], steps: [] };
  const byPatch = existing.by === 'patch';
  const { object, added } = delivery.valuesFor({ name: existing.release, namespace }, `${app}-login-values`, values);
  const patch = {
    ...added,
    spec: { ...(byPatch ? { values } : (added['spec'] as object)), ...(postRenderers === undefined ? {} : { postRenderers }) },
  };
  return {
    objects: byPatch ? [] : [object],
    manual: [{ path: `releases/${app}.md`, text: page(app, byPatch, yamlText(patch), listsOf(values)) }],
    steps: [{ text: `Make your HelmRelease \`${namespace}/${existing.release}\` use the values of the login, as in \`manual/releases/${app}.md\`` }],
  };
}

/** Paths of lists, which Helm and patches replace whole. */
function listsOf(value: Json, path = ''): string[] {
  if (Array.isArray(value)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => listsOf(one, path === '' ? key : `${path}.${key}`));
}

function page(app: string, byPatch: boolean, patch: string, lists: readonly string[]): string {
  return [
    `# The release of ${app}`,
    '',
    byPatch
      ? 'Add this to your HelmRelease: as a patch in the `kustomization.yaml` next to it, or by hand.'
      : 'dist contains a ConfigMap with the values of the login. Add this entry to `valuesFrom` of your HelmRelease, after the existing ones.',
    '',
    '```yaml',
    patch.trimEnd(),
    '```',
    '',
    ...(byPatch
      ? ['```yaml', 'patches:', '  - path: login.yaml # the text above', '```', '']
      : ['Inline `values` of the release override it: remove the login settings from them.', '']),
    ...(lists.length === 0
      ? []
      : [
          byPatch
            ? `A patch replaces whole lists. If your release has one of these lists, copy its entries into the patch: ${lists.map((one) => `\`${one}\``).join(', ')}.`
            : `Helm merges maps but not lists: the last list wins. If your release has one of these lists, keep one list with the entries of both under its \`values\`: ${lists.map((one) => `\`${one}\``).join(', ')}.`,
          '',
        ]),
    byPatch
      ? 'To undo it, remove it again.'
      : 'To undo it, remove the entry, in the same commit as the app or in another one. Without the ConfigMap the release is as before.',
    '',
  ].join('\n');
}

/** Without what is said of a release of ours. */
function without(end: AppEnd): AppEnd {
  return Object.fromEntries(Object.entries(end).filter(([field]) => field !== 'podSecurity' && field !== 'unkept')) as unknown as AppEnd;
}
