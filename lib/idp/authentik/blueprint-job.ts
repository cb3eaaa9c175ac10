import { exactVersion } from './exact-version.ts';
import { delivery } from '../../delivery/engine.ts';
import { createHash } from 'node:crypto';
import type { Facts } from '../../contract/facts.ts';
import { secretObjectName, type SecretRef } from '../../contract/secret-ref.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import { applier, type Applier } from './apply-container.ts';

/** A blueprint that a Job applies. */
export interface BlueprintJobInput {
  /** Name of the app; the objects are `blueprint-NAME`. */
  readonly app: string;
  readonly text: string;
  /** The file that is applied after it, and fails when nothing of it came to be. */
  readonly proof: string;
  /** Client secrets that the text reads by `!File`. */
  readonly secrets: readonly SecretRef[];
}

/**
 * The ConfigMap of a blueprint and the Job that applies it (`ak apply_blueprint`).
 *
 * authentik's own discovery applies files in any order, at most once an hour after a failure, says nothing when it fails, and never
 * applies one again after success (goauthentik/authentik#25303). The Job applies at once, tries again until it succeeds, and a text
 * that authentik refuses leaves the Flux Kustomization not Ready with the reason in the Job's log. The command ends with success also when
 * the importer gave up half way, so a second file proves the first (see `proofBlueprint`).
 *
 * Jobs are immutable: Flux re-creates this one (force annotation) whenever the text or a secret's generation changes, because both stand
 * in the pod template. No ttlSecondsAfterFinished: a Job that disappears is one that Flux starts again each time it reconciles.
 * `reapply: 'hourly'` adds a CronJob of the same pod, which undoes edits made in authentik's UI.
 *
 * @example blueprintJob({ app: 'grafana', text, secrets: [ref] }, facts)
 */
export function blueprintJob(input: BlueprintJobInput, facts: Facts): Manifest[] {
  const name = `blueprint-${input.app}`;
  const namespace = facts.idp.namespace;
  const how = applier(facts, [`${input.app}.yaml`, `${input.app}-proof.yaml`]);
  const configMap: Manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { [`${input.app}.yaml`]: input.text, [`${input.app}-proof.yaml`]: input.proof, ...how.files },
  } satisfies Written<'ConfigMap'>;
  const pod = podTemplate(input, facts, name, how);
  const job = { backoffLimit: 100, template: pod };
  const objects: Manifest[] = [
    configMap,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, annotations: { ...delivery.replaced } },
      spec: job,
    } satisfies Written<'Job'>,
  ];
  if (facts.idp.reapply === 'hourly')
    objects.push({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace },
      spec: {
        schedule: `${minuteOf(input.app)} * * * *`,
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { ...job, backoffLimit: 3 } },
      },
    } satisfies Written<'CronJob'>);
  return objects;
}

/** Spreads the apps over the hour, each always at its own minute. */
function minuteOf(app: string): number {
  return createHash('sha256').update(app).digest().readUInt32BE(0) % 60;
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex');
}

function podTemplate({ text, proof, secrets }: BlueprintJobInput, facts: Facts, name: string, how: Applier): Record<string, unknown> {
  const generations = secrets.map((ref) => secretObjectName(ref)).join(',');
  return {
    metadata: {
      annotations: {
        'pinout/blueprint-sha256': hashOf([text, proof, ...Object.values(how.files)]),
        ...(generations === '' ? {} : { 'pinout/secrets': generations }),
      },
    },
    spec: {
      restartPolicy: 'OnFailure',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'apply',
          // The image of the installation: for amd64 and arm64.
          image: `ghcr.io/goauthentik/server:${exactVersion(facts)}`,
          ...how.container,
          // Measured: 246 MB and 2.6 s of a processor. The request is what it takes, so that a small node runs as many at once as fit and the rest wait.
          resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          volumeMounts: [
            { name: 'blueprint', mountPath: '/blueprints/pinout', readOnly: true },
            ...how.mounts,
            ...secrets.map((ref) => ({ name: secretObjectName(ref), mountPath: `/run/secrets/pinout/${secretObjectName(ref)}`, readOnly: true })),
          ],
        },
      ],
      volumes: [
        { name: 'blueprint', configMap: { name } },
        ...how.volumes,
        // Not optional: the pod waits until the Secret is there.
        ...secrets.map((ref) => ({ name: secretObjectName(ref), secret: { secretName: secretObjectName(ref), items: [{ key: ref.key, path: ref.key }] } })),
      ],
    },
  };
}
