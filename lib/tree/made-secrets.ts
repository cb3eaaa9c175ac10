import { defined } from './defined.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Objects } from './objects.ts';
import type { TreeObject } from './tree.ts';

/** A Secret that a controller makes of an object. Without namespace: in that of the object. */
export interface MadeSecret {
  readonly object: TreeObject;
  readonly name: string;
  readonly namespace?: string;
  /** Keys that it has for sure, and the text where that is known; it may have more. */
  readonly keys?: ReadonlyMap<string, Reader | undefined>;
  /** It has no others. */
  readonly complete?: true;
}

type Made = readonly (
  | string
  | undefined
  | { readonly name: string | undefined; readonly namespace?: string | undefined; readonly keys?: MadeSecret['keys']; readonly complete?: true }
)[];
/** Names of the Secrets that are made of an object. */
export type Make = (spec: Reader, name: string, object: TreeObject) => Made;

const own: Make = (_, name) => [name];
const at =
  (...path: readonly string[]): Make =>
  (spec, name) => [spec.text(...path) ?? name];
/** A reference with a name and perhaps a namespace. */
const ref = (reader: Reader, name = 'name', namespace = 'namespace') => ({ name: reader.text(name), namespace: reader.text(namespace) });
/**
 * @example
 * const makers = { WikiCluster: suffixes('admin', 'app') }; // Secrets NAME-admin and NAME-app
 */
export const suffixes =
  (...ends: readonly string[]): Make =>
  (_, name) =>
    ends.map((end) => `${name}-${end}`);
const users = (spec: Reader, name: string): readonly string[] => {
  const named = spec.items('users').flatMap((one) => one.text('name') ?? []);
  return (named.length > 0 ? named : [name]).map((user) => `${name}-pguser-${user}`);
};

/** Makers by their kind. */
export type Makers = Readonly<Record<string, Make>>;

/** Kinds whose controllers make Secrets, each with the names. A kind of that name in another API group has the group before it. */
const usual: Makers = {
  ObjectBucketClaim: own,
  OnePasswordItem: own,
  KafkaUser: own,
  VaultSecret: own,
  StringSecret: own,
  BasicAuth: own,
  SSHKeyPair: own,
  SecretImport: own,
  SecretTemplate: own,
  VaultStaticSecret: at('destination', 'name'),
  VaultDynamicSecret: at('destination', 'name'),
  VaultPKISecret: at('destination', 'name'),
  // https://infisical.com/docs/integrations/platforms/kubernetes/infisical-secret-crd
  InfisicalSecret: (spec, name) => {
    const all = [spec.get('managedSecretReference'), ...spec.items('managedKubeSecretReferences')].filter((one) => one.exists);
    return all.length === 0 ? [name] : all.map((one) => ref(one, 'secretName', 'secretNamespace'));
  },
  InfisicalDynamicSecret: (spec) => [ref(spec.get('managedSecretReference'), 'secretName', 'secretNamespace')],
  // https://github.com/bitwarden/sm-kubernetes, https://github.com/Lerentis/bitwarden-crd-operator
  BitwardenSecret: (spec, name) => [{ name: spec.text('secretName') ?? spec.text('name') ?? name, namespace: spec.text('namespace') }],
  RegistryCredential: (spec) => [ref(spec)],
  BitwardenTemplate: (spec) => [ref(spec)],
  DopplerSecret: (spec) => [ref(spec.get('managedSecret'))],
  // https://github.com/isindir/sops-secrets-operator
  SopsSecret: (spec, name) => {
    const templates = spec.items('secretTemplates');
    return templates.length === 0
      ? [name]
      : templates.map((one) => {
          const keys = ['stringData', 'data'].flatMap((field) => one.get(field).keys());
          return { name: one.text('name'), ...(keys.length === 0 ? {} : { keys: new Map(keys.map((key) => [key, undefined])), complete: true as const }) };
        });
  },
  AzureKeyVaultSecret: (spec, name) => [spec.text('output', 'secret', 'name') ?? name],
  SecretProviderClass: (spec) => spec.items('secretObjects').map((one) => one.text('secretName')),
  Certificate: (spec) => [spec.text('secretName')],
  Issuer: (spec) => [spec.text('acme', 'privateKeySecretRef', 'name')],
  ClusterIssuer: (spec) => [{ name: spec.text('acme', 'privateKeySecretRef', 'name'), namespace: 'cert-manager' }],
  Ingress: (spec, _, { root }) => (isIssued(root) ? spec.items('tls').map((one) => one.text('secretName')) : []),
  Gateway: (spec, _, { root }) =>
    isIssued(root) ? spec.items('listeners').flatMap((one) => one.items('tls', 'certificateRefs').map((certificate) => ref(certificate))) : [],
  // Databases: CloudNativePG, Crunchy and Percona, Zalando, RabbitMQ, Elastic.
  'postgresql.cnpg.io Cluster': suffixes('app', 'superuser', 'ca', 'server', 'replication'),
  'postgres-operator.crunchydata.com PostgresCluster': users,
  'pgv2.percona.com PerconaPGCluster': users,
  'acid.zalan.do postgresql': (spec, name) =>
    spec
      .get('users')
      .keys()
      .map((user) => `${user.replaceAll('_', '-')}.${name}.credentials.postgresql.acid.zalan.do`),
  PerconaXtraDBCluster: (spec, name) => [spec.text('secretsName') ?? `${name}-secrets`],
  PerconaServerMongoDB: (spec, name) => [spec.text('secrets', 'users') ?? `${name}-secrets`],
  RabbitmqCluster: suffixes('default-user', 'erlang-cookie'),
  'rabbitmq.com User': suffixes('user-credentials'),
  Elasticsearch: suffixes('es-elastic-user', 'es-http-certs-public'),
  // Operators of identity providers and apps. What the provider's own folder knows is added to it.
  'grafana.integreatly.org Grafana': suffixes('admin-credentials'),
  OAuth2Client: (spec) => [spec.text('secretName')],
};

const isIssued = (root: Reader): boolean =>
  root
    .get('metadata', 'annotations')
    .keys()
    .some((key) => key === 'cert-manager.io/cluster-issuer' || key === 'cert-manager.io/issuer');

/** Secrets that controllers make of the objects of a tree, as far as their names follow from them. */
export function madeSecrets(objects: Objects, more: Makers): MadeSecret[] {
  const makers: Makers = { ...usual, ...more };
  return objects.all.flatMap((object) => {
    const { root, kind, apiVersion, name } = object;
    const spec = root.get('spec');
    const group = `${apiVersion.split('/', 1)[0]} ${kind}`;
    const make = Object.hasOwn(makers, group) ? makers[group] : Object.hasOwn(makers, kind) ? makers[kind] : undefined;
    // Crossplane: whatever it manages may write its credentials into a Secret.
    const connection = spec.get('writeConnectionSecretToRef');
    return [...(make?.(spec, name, object) ?? []), ...(connection.exists ? [ref(connection)] : [])].flatMap((one): MadeSecret[] => {
      const { name: of, namespace, keys, complete }: Exclude<Made[number], string | undefined> = typeof one === 'object' ? one : { name: one };
      if (of === undefined || of === '') return [];
      return [{ object, name: of, ...defined({ namespace: namespace === '' ? undefined : namespace, keys, complete }) }];
    });
  });
}
