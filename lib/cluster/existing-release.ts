import { PinoutError } from '../contract/error.ts';
import { objectName } from '../contract/option-texts.ts';
import type { ExistingRelease } from '../delivery/release-options.ts';
import type { AppEnd } from '../integrations/integration.ts';
import type { JsonMap, Manifest } from '../manifest/manifest.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import type { Written, WrittenPatch } from '../manifest/written.ts';
import { withoutLiteralSecrets } from './literal-secrets.ts';

/** What a release of the user's own brings itself. */
const theirs = new Set(['HelmRepository', 'OCIRepository', 'Ingress', 'HTTPRoute', 'NetworkPolicy']);

/**
 * An app's end for a release that is there already: the values of the login as a ConfigMap that it takes by `valuesFrom`, or as a patch for it. No release
 * and no way in of ours: two of them would fight.
 *
 * @throws PinoutError `existing-release-unfit`
 */
export function intoExisting(end: AppEnd, existing: ExistingRelease, app: string, guarded: boolean): AppEnd {
  const release = end.objects.find(({ kind }) => kind === 'HelmRelease');
  if (release === undefined || guarded)
    throw new PinoutError({
      code: 'existing-release-unfit',
      app,
      field: 'existing.release',
      found: guarded ? 'an app behind forward-auth, which has no login of its own' : 'an app for which no release is written',
      wanted: 'an app whose login stands in the values of a release',
      fix: 'take existing out',
    });
  const spec = withoutLiteralSecrets({ folder: `apps/${app}`, from: app, object: release }).object['spec'] as {
    readonly values: JsonMap;
    readonly postRenderers?: Written<'HelmRelease'>['spec']['postRenderers'];
  };
  objectName(existing.release, { app, field: 'existing.release' });
  const namespace = existing.namespace ?? end.namespace ?? app;
  const name = `${app}-login-values`;
  const key = 'values.yaml';
  const byPatch = existing.by === 'patch';
  const map: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
    data: { [key]: yamlText(spec.values) },
  } satisfies Written<'ConfigMap'>;
  const patch = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: existing.release, namespace },
    spec: {
      ...(byPatch ? { values: spec.values } : { valuesFrom: [{ kind: 'ConfigMap', name, valuesKey: key }] }),
      ...(spec.postRenderers === undefined ? {} : { postRenderers: spec.postRenderers }),
    },
  } satisfies WrittenPatch<'HelmRelease'>;
  const rest = end.objects.filter((object) => object !== release && !theirs.has(object.kind));
  return {
    ...without(end),
    elsewhere: true,
    objects: [...rest, ...(byPatch ? [] : [map])],
    needed: [
      ...(end.needed ?? []),
      { kind: 'HelmRelease', namespace, name: existing.release, why: `your release of ${app}, which takes the values of its login` },
    ],
    manual: [...(end.manual ?? []), { path: `releases/${app}.md`, text: page(app, byPatch, yamlText(patch)) }],
    steps: [
      ...(end.steps ?? []),
      { text: `Let your HelmRelease \`${namespace}/${existing.release}\` take the values of the login: \`manual/releases/${app}.md\` says how` },
    ],
  };
}

function page(app: string, byPatch: boolean, patch: string): string {
  return [
    `# The release of ${app}`,
    '',
    byPatch
      ? 'Add this to your HelmRelease: as a patch in the `kustomization.yaml` beside it, or by hand.'
      : 'dist writes a ConfigMap with the values of the login. Let your HelmRelease take it: add this entry to its `valuesFrom`, after those that it has.',
    '',
    '```yaml',
    patch.trimEnd(),
    '```',
    '',
    ...(byPatch
      ? ['```yaml', 'patches:', '  - path: login.yaml # the text above', '```', '']
      : ['What stands under `values` of the release itself wins: take out of it what it says about the login.', '']),
    'The way back: take it out again.',
    '',
  ].join('\n');
}

/** Without what is said of a release of ours. */
function without(end: AppEnd): AppEnd {
  return Object.fromEntries(Object.entries(end).filter(([field]) => field !== 'podSecurity' && field !== 'unkept')) as unknown as AppEnd;
}
