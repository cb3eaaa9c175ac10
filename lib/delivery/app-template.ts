import type { Json, JsonMap } from '../manifest/manifest.ts';
import { mapNotSecret, type NotSecret } from '../compose/not-secret.ts';
import { type Image } from './image.ts';
import { literalText, refuseBraces } from './literal-text.ts';
import { modestResources, type Resources, smallResources } from './resources.ts';
import type { Reason } from '../manifest/reason.ts';

/** What a reviewer of dist would ask. */
export const workloadReasons: readonly Reason[] = [
  { path: 'strategy', value: 'Recreate', why: 'a ReadWriteOnce volume and a database file allow one pod at a time' },
  { path: 'enableServiceLinks', value: false, why: "their variables (MINIFLUX_PORT) clash with the app's own" },
  { path: 'retain', value: true, why: 'keeps the data when the release is removed' },
];

/** Chart that runs any container: bjw-s' app-template. */
export const appTemplate = 'oci://ghcr.io/bjw-s-labs/helm/app-template';

/** A key of a Secret in the app's namespace. */
// No interface: those lack the index signature that values ask for.
export type SecretKey = { readonly name: string; readonly key: string };

/** Value of an environment variable: a text, a key of a Secret, or whatever Kubernetes knows (`valueFrom`). */
export type EnvValue = string | NotSecret | SecretKey | { readonly valueFrom: JsonMap };

/** A folder of a container that outlives it. */
export interface Data {
  readonly path: string;
  /** `1Gi` unless given. */
  readonly size?: string;
}

/** A container that runs beside the app's own and starts before it, such as its database. */
export interface Sidecar {
  readonly image: Image;
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly data?: Data;
  /** Command that succeeds when it is ready: the app starts then. */
  readonly ready?: readonly string[];
  /** Small ones unless given. */
  readonly resources?: Resources;
}

/** What runs: one container of one image, behind a Service on one port. */
export interface ContainerApp {
  /** StorageClass of its volumes. */
  readonly storageClass?: string;
  readonly name: string;
  readonly image: Image;
  readonly port: number;
  readonly env: Readonly<Record<string, EnvValue>>;
  readonly data?: Data;
  readonly sidecars?: Readonly<Record<string, Sidecar>>;
  /** Containers that must succeed before anything starts. */
  readonly before?: Readonly<
    Record<string, { readonly image: Image; readonly command: readonly string[]; readonly env: Readonly<Record<string, EnvValue>>; readonly data?: boolean }>
  >;
  readonly hostAliases?: readonly JsonMap[];
  /** More of the pod, such as `nodeSelector`. */
  readonly pod?: JsonMap;
  readonly controller?: JsonMap;
  /** Security context of the app's container and of those before it. */
  readonly security?: JsonMap;
  /** Of the app's container; modest ones unless given. */
  readonly resources?: Resources;
}

/** A list, not a map: the chart sorts maps, and `$(OTHER)` in a value knows only variables that stand before it. */
const envOf = (env: Readonly<Record<string, EnvValue>>): readonly Json[] =>
  Object.entries(env).map(([name, value]) => {
    if (typeof value === 'object' && 'valueFrom' in value) return { name, valueFrom: value.valueFrom };
    if (typeof value === 'object' && 'key' in value) return { name, valueFrom: { secretKeyRef: { name: value.name, key: value.key } } };
    return { name, value: typeof value === 'string' ? literalText(value) : (mapNotSecret(value, literalText) as unknown as Json) };
  });

/** The same for a container of a release that is there already: a map, which Helm joins with the one that is there. */
export function loginEnvValues(controller: string, container: string, env: Readonly<Record<string, EnvValue>>): JsonMap {
  const variables = envOf(env).map((one) => {
    const { name, ...value } = one as { readonly name: string; readonly value?: Json };
    return [name, 'value' in value ? value.value! : value] as const;
  });
  return { controllers: { [controller]: { containers: { [container]: { env: Object.fromEntries(variables) } } } } };
}

const volume = (suffix: string, controller: string, containers: readonly string[], { path, size }: Data, storageClass: string | undefined): JsonMap => ({
  // The chart leaves it out of the claim's name while there is only one: a second one would rename, and so empty, the first.
  suffix,
  type: 'persistentVolumeClaim',
  accessMode: 'ReadWriteOnce',
  size: size ?? '1Gi',
  ...(storageClass === undefined ? {} : { storageClass }),
  // Data stays when the release is removed.
  retain: true,
  advancedMounts: { [controller]: Object.fromEntries(containers.map((container) => [container, [{ path }]])) },
});

/**
 * Values of app-template 4 and 5 for one container. The Deployment, the Service and the container's controller are named after the release.
 *
 * `Recreate`: the volume is ReadWriteOnce, and most apps at home keep a database file in it. No token of the cluster in the pod unless `pod` asks for
 * it: version 5 leaves it out by default, version 4 does not. No service links: their variables (`MINIFLUX_PORT`) clash with the apps' own.
 */
export function appTemplateValues(app: ContainerApp): JsonMap {
  const { name, port, sidecars = {}, before = {}, hostAliases = [] } = app;
  refuseBraces(app.data, name, 'data');
  for (const [id, { data, ready }] of Object.entries(sidecars)) refuseBraces({ data, ready }, name, `sidecars.${id}`);
  const security = app.security === undefined ? {} : { securityContext: app.security };
  const probe = { enabled: true, custom: true, spec: { tcpSocket: { port }, periodSeconds: 10, failureThreshold: 6 } };
  const containers = Object.entries(sidecars).map(([id, { image, env, ready, resources }]): [string, Json] => [
    id,
    {
      image: { ...image },
      // A container before the others that goes on: Kubernetes starts the app when it is ready, and ends it last.
      restartPolicy: 'Always',
      env: envOf(env),
      resources: resources ?? modestResources,
      ...(ready === undefined
        ? {}
        : { probes: { startup: { enabled: true, custom: true, spec: { exec: { command: [...ready] }, periodSeconds: 2, failureThreshold: 150 } } } }),
    },
  ]);
  const gates = Object.entries(before).map(([id, { image, command, env }]): [string, Json] => [
    id,
    { image: { ...image }, command: [...command], env: envOf(env), resources: smallResources, ...security },
  ]);
  const sharers = Object.entries(before).flatMap(([id, { data }]) => (data === true ? [id] : []));
  const data = [
    ...(app.data === undefined ? [] : [['data', volume('data', name, ['app', ...sharers], app.data, app.storageClass)] as const]),
    ...Object.entries(sidecars).flatMap(([id, one]) =>
      one.data === undefined ? [] : [[`data-${id}`, volume(`data-${id}`, name, [id], one.data, app.storageClass)] as const],
    ),
  ];
  return {
    defaultPodOptions: {
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(hostAliases.length === 0 ? {} : { hostAliases }),
      ...app.pod,
    },
    controllers: {
      [name]: {
        strategy: 'Recreate',
        ...app.controller,
        ...(gates.length + containers.length === 0 ? {} : { initContainers: Object.fromEntries([...gates, ...containers]) }),
        containers: {
          app: {
            image: { ...app.image },
            env: envOf(app.env),
            resources: app.resources ?? modestResources,
            ...security,
            probes: { liveness: probe, readiness: probe, startup: { ...probe, spec: { ...probe.spec, failureThreshold: 60 } } },
          },
        },
      },
    },
    service: { app: { controller: name, ports: { http: { port } } } },
    ...(data.length === 0 ? {} : { persistence: Object.fromEntries(data) }),
  };
}
