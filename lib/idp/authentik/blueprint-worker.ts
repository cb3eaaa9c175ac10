import { PinoutError } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { secretObjectName, type SecretRef } from '../../contract/secret-ref.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

/** What the authentik chart mounts into the worker for one app (`blueprints.configMaps`, `blueprints.secrets`). */
export interface WorkerMounts {
  readonly configMap: string;
  readonly secrets: readonly string[];
}

/**
 * The ConfigMap of a blueprint that authentik's own worker discovers (`apply: 'worker'`). What is lost against the Job: order, a
 * failure that shows, a second run after a secret changed, and that the worker reads no other app's client secret.
 *
 * @throws PinoutError `name-too-long`: the chart builds the volume names `blueprints-cm-NAME` and `blueprints-secret-NAME`, which are DNS labels.
 */
export function blueprintConfigMap(app: string, text: string, secrets: readonly SecretRef[], facts: Facts): { object: Manifest; mounts: WorkerMounts } {
  const name = `blueprint-${app}`;
  const names = secrets.map((ref) => secretObjectName(ref));
  for (const [kind, value, max] of [['ConfigMap', name, 49] as const, ...names.map((one) => ['Secret', one, 45] as const)])
    if (value.length > max)
      throw new PinoutError({
        code: 'name-too-long',
        app,
        field: 'slug',
        found: `a ${kind} name of ${value.length} characters (${value})`,
        wanted: `at most ${max}: the authentik chart uses it in a volume name`,
        fix: "shorten the slug, or remove idp.apply: 'worker'",
      });
  return {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: facts.idp.namespace },
      data: { [`${app}.yaml`]: text },
    } satisfies Written<'ConfigMap'>,
    mounts: { configMap: name, secrets: names },
  };
}
