import { authentikEnv, exactVersion } from './environment.ts';
import { delivery } from '../../delivery/engine.ts';
import { createHash } from 'node:crypto';
import type { Facts } from '../../contract/facts.ts';
import { secretObjectName, type SecretRef } from '../../contract/secret-ref.ts';
import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import type { ExistingMount } from '../../contract/existing-idp.ts';
import { importScript, importScriptKey } from './import-script.ts';
import { runVariable } from './proof.ts';

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

/** How a Job's container gets blueprints into authentik. */
interface Applier {
  readonly container: JsonMap;
  readonly mounts: readonly JsonMap[];
  readonly volumes: readonly JsonMap[];
  /** What else lies in the ConfigMap beside the blueprints. */
  readonly files: Readonly<Record<string, string>>;
}

const folder = '/blueprints/pinout';
const tokenFolder = '/run/secrets/authentik-token';
const authorityKey = 'authority.pem';

/** Files that the settings of an authentik name, where its own pods have them. */
function filesOf(mounts: readonly ExistingMount[]): Pick<Applier, 'mounts' | 'volumes'> {
  return {
    mounts: mounts.map(({ path }, index) => ({ name: `existing-${index}`, mountPath: path, readOnly: true })),
    volumes: mounts.map((one, index) => ({
      name: `existing-${index}`,
      ...('secret' in one ? { secret: { secretName: one.secret } } : { configMap: { name: one.configMap } }),
    })),
  };
}

/**
 * authentik's own command with the settings of its server, where the Job can reach the database; its API otherwise.
 *
 * @param files names of the blueprints, in their order
 */
function applier({ idp }: Facts, files: readonly string[]): Applier {
  const run = { name: runVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
  const { existing } = idp;
  if (existing?.kind !== 'outside')
    return {
      container: {
        args: ['apply_blueprint', ...files.map((file) => `pinout/${file}`)],
        ...(existing === undefined || existing.secrets.length === 0 ? {} : { envFrom: existing.secrets.map((name) => ({ secretRef: { name } })) }),
        env: [...authentikEnv({ idp }), run],
      },
      ...filesOf(existing?.mounts ?? []),
      files: {},
    };
  const { name, key } = existing.token;
  const authority = existing.certificateAuthority;
  return {
    container: {
      command: ['python', `${folder}/${importScriptKey}`, ...files.map((file) => `${folder}/${file}`)],
      env: [
        { name: 'AUTHENTIK_URL', value: existing.url },
        { name: 'AUTHENTIK_TOKEN_FILE', value: `${tokenFolder}/${key}` },
        ...(authority === undefined ? [] : [{ name: 'AUTHENTIK_CA_FILE', value: `${folder}/${authorityKey}` }]),
        run,
      ],
    },
    mounts: [{ name: 'authentik-token', mountPath: tokenFolder, readOnly: true }],
    // Not optional: the pod waits until the Secret is there.
    volumes: [{ name: 'authentik-token', secret: { secretName: name, items: [{ key, path: key }] } }],
    files: { [importScriptKey]: importScript, ...(authority === undefined ? {} : { [authorityKey]: authority }) },
  };
}
