import type { Facts } from '../../../contract/facts.ts';
import { delivery } from '../../../delivery/engine.ts';
import type { JsonMap, Placed } from '../../../manifest/manifest.ts';
import type { Written } from '../../../manifest/written.ts';
import { emptyPart, type Part } from '../../../platform/part.ts';

const operatorNamespace = 'cnpg-system';

/** Values of the chart's own PostgreSQL. */
export function databaseValues({ idp: { database }, storageClass }: Pick<Facts, 'idp' | 'storageClass'>): JsonMap {
  if (database.kind !== 'chart') return { enabled: false };
  return {
    enabled: true,
    auth: {
      existingSecret: 'authentik-postgresql',
      secretKeys: { userPasswordKey: 'password' },
      // Only the user `authentik` exists in the stock image; the Secret needs no second password.
      enablePostgresUser: false,
    },
    primary: {
      persistence: { enabled: true, size: database.size, ...(storageClass === undefined ? {} : { storageClass }) },
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '1Gi' } },
    },
  };
}

/**
 * The database beside the chart: a cluster of CloudNativePG (its operator in `controllers` when dist installs it), or what must be there before.
 *
 * @param cluster name of the cluster
 */
export function database(facts: Pick<Facts, 'idp' | 'storageClass'>, cluster: string): Part {
  const { database: wanted, email, namespace } = facts.idp;
  const mail =
    email?.password === undefined
      ? []
      : [{ kind: 'Secret', namespace, name: email.password.name, why: `password for the mail server, key ${email.password.key}` }];
  if (wanted.kind === 'external')
    return {
      ...emptyPart,
      needed: [{ kind: 'Secret', namespace, name: wanted.password.name, why: `password of the database, key ${wanted.password.key}` }, ...mail],
    };
  const volume = facts.storageClass === undefined ? [{ kind: 'StorageClass', namespace: '', name: '(default)', why: "volume of authentik's database" }] : [];
  if (wanted.kind === 'chart') return { ...emptyPart, needed: [...volume, ...mail] };
  const storageClass = wanted.storageClass ?? facts.storageClass;
  const object = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    // With it goes the data: pruning is for things that can be made again.
    metadata: { name: cluster, namespace, annotations: { ...delivery.kept } },
    spec: {
      instances: wanted.instances,
      storage: { size: wanted.size, ...(storageClass === undefined ? {} : { storageClass }) },
      bootstrap: { initdb: { database: 'authentik', owner: 'authentik' } },
      resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    },
  } satisfies Written<'Cluster'>;
  const operator = delivery.release({
    name: 'cloudnative-pg',
    namespace: operatorNamespace,
    chart: 'oci://ghcr.io/cloudnative-pg/charts/cloudnative-pg',
    version: '0.29.0',
    timeout: '10m',
    values: { crds: { create: true }, resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } } },
  });
  return {
    ...emptyPart,
    placed: [
      { folder: 'authentik', from: 'cluster', object },
      ...(wanted.operator === 'release' ? operator : []).map((one): Placed => ({ folder: 'controllers', from: 'cluster', object: one })),
    ],
    namespaces: wanted.operator === 'release' ? [operatorNamespace] : [],
    needed: [
      ...(wanted.storageClass === undefined ? volume : []),
      ...(wanted.operator === 'release'
        ? []
        : [{ kind: 'CustomResourceDefinition', namespace: '', name: 'clusters.postgresql.cnpg.io', why: "CloudNativePG, which runs authentik's database" }]),
      ...mail,
    ],
  };
}
