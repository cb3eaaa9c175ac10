import { checkedAuthority } from './checked-authority.ts';
import { PinoutError, show } from './error.ts';
import { dnsLabel } from './names.ts';
import { isLiteral, kindOf, notAnObject } from './option-error.ts';
import { objectName, secretReference } from './option-texts.ts';
import { portNumber } from './port.ts';
import { list, object, record, type Shape, text } from './shape.ts';

/** A Secret's key. The value is never here. */
interface KeyRef {
  readonly name: string;
  readonly key: string;
}

/** Files of a Secret or a ConfigMap, where authentik's pods have them. */
export type ExistingMount = { readonly secret: string; readonly path: string } | { readonly configMap: string; readonly path: string };

/** An authentik that runs in the cluster already, as its owner writes it. Nothing of it is installed or changed but what blueprints say. */
export interface ExistingInCluster {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Secrets whose keys are authentik's variables (`AUTHENTIK_SECRET_KEY` …). Its chart makes one with the name of the release. */
  readonly secrets?: readonly string[];
  /** Variables that are in none of them, as server and worker have them: a text, or a key of a Secret. */
  readonly env?: Readonly<Record<string, string | KeyRef>>;
  /** Files that its settings name (`file:///…`, the certificate of a database), where its pods have them. */
  readonly mounts?: readonly ExistingMount[];
  /** With `apply: 'worker'`: your HelmRelease of it, which is given what the worker mounts; `authentik` unless given, in the same namespace. */
  readonly release?: string | { readonly name: string; readonly namespace?: string };
  /** With `apply: 'worker'`: what `blueprints` of that release names already. It stays. */
  readonly blueprints?: { readonly configMaps?: readonly string[]; readonly secrets?: readonly string[] };
  /** The Service of authentik, which apps behind forward-auth need. Default: `authentik-server`, port 80. */
  readonly service?: { readonly name: string; readonly port?: number };
  /** Names of the proxy providers that the embedded outpost has already: they stay on it. */
  readonly outpost?: readonly string[];
}

/** An authentik outside the cluster. A Job uses its API; from 2026.5 on. */
export interface ExistingOutside {
  /** The public URL, for example `https://auth.example.org`. */
  readonly url: string;
  /** Secret with a token of its API. */
  readonly token: KeyRef;
  /** Namespace of the Secret and of the Jobs; `pinout-identity` unless given. dist makes it. */
  readonly namespace?: string;
  /** Certificates in PEM that signed its own, when no public authority did. */
  readonly certificateAuthority?: string;
}

export type ExistingIdpInput = ExistingInCluster | ExistingOutside;

/** An authentik that is there already, checked and complete. */
export type ExistingIdp =
  | {
      readonly kind: 'cluster';
      readonly namespace: string;
      readonly secrets: readonly string[];
      readonly env: Readonly<Record<string, string | KeyRef>>;
      readonly mounts: readonly ExistingMount[];
      readonly release: { readonly name: string; readonly namespace: string };
      readonly blueprints: { readonly configMaps: readonly string[]; readonly secrets: readonly string[] };
      readonly service: { readonly name: string; readonly port: number };
      readonly outpost: readonly string[];
    }
  | { readonly kind: 'outside'; readonly namespace: string; readonly url: string; readonly token: KeyRef; readonly certificateAuthority?: string };

const variable: Shape<string | KeyRef> = (value, at) => {
  if (isLiteral(value)) return secretReference('authentik', at.field.split('.').at(-1))(value, at);
  return text(value, at);
};

const mount: Shape<ExistingMount> = (value, at) =>
  isLiteral(value) && 'configMap' in value
    ? object<Extract<ExistingMount, { readonly configMap: string }>>({ configMap: objectName, path: text })(value, at)
    : object<Extract<ExistingMount, { readonly secret: string }>>({ secret: objectName, path: text })(value, at);

const inCluster = object<ExistingInCluster>({
  namespace: text,
  secrets: list(objectName),
  env: record(variable),
  mounts: list(mount),
  release: (value, at) =>
    typeof value === 'string'
      ? objectName(value, at)
      : object<{ readonly name: string; readonly namespace?: string }>({ name: objectName, namespace: text })(value, at),
  blueprints: object<NonNullable<ExistingInCluster['blueprints']>>({ configMaps: list(objectName), secrets: list(objectName) }),
  service: object<NonNullable<ExistingInCluster['service']>>({ name: text, port: portNumber }),
  outpost: list(text),
});
const outside = object<ExistingOutside>({ url: text, token: secretReference('authentik-token', 'token'), namespace: text, certificateAuthority: text });

/** The options of an authentik that is there already. */
export const existingIdpShape: Shape<ExistingIdpInput> = (value, at) => {
  if (!isLiteral(value)) throw notAnObject(value, at);
  return 'url' in value || 'token' in value ? outside(value, at) : inCluster(value, at);
};

const at = (field: string) => ({ app: 'cluster', field: `idp.existing.${field}` });

/** What authentik cannot start without. */
const required = ['AUTHENTIK_SECRET_KEY', 'AUTHENTIK_POSTGRESQL__PASSWORD'];

/**
 * @param apply how blueprints get in: authentik's own worker needs none of its settings from us
 * @throws PinoutError `existing-idp-invalid`, `name-invalid`, `certificate-authority-invalid`
 * @example checkedExisting({ namespace: 'sso', secrets: ['authentik'] }, 'job')
 */
export function checkedExisting(input: ExistingIdpInput, apply: 'job' | 'worker'): ExistingIdp {
  if ('url' in input || 'token' in input) return checkedOutside(input as ExistingOutside);
  const { secrets = [], env = {}, mounts = [], service, outpost = [], release, blueprints = {} } = input;
  const namespace = dnsLabel(input.namespace, at('namespace'));
  const ofWorker = apply === 'worker' ? undefined : (['release', 'blueprints'] as const).find((field) => input[field] !== undefined);
  if (ofWorker !== undefined)
    throw refuse(ofWorker, 'mounts of the release, although Jobs apply the blueprints', "absent, or apply: 'worker'", `remove idp.existing.${ofWorker}`);
  if (apply === 'job' && secrets.length === 0 && !required.every((name) => Object.hasOwn(env, name)))
    throw refuse(
      'secrets',
      Object.keys(env).length === 0 ? 'neither secrets nor env' : `env without ${required.filter((name) => !Object.hasOwn(env, name)).join(' and ')}`,
      `the Secret with authentik's settings, or ${required.join(' and ')} in env: the Job that applies the blueprints needs them`,
      `find envFrom and env of the worker in \`kubectl -n ${namespace} get deploy -o yaml\`, and write secrets: ['authentik']`,
    );
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name))
      throw refuse(
        `env.${show(name).slice(1, -1)}`,
        'a name that is not an authentik variable',
        'AUTHENTIK_…',
        "write for example AUTHENTIK_POSTGRESQL__HOST: 'postgres'",
      );
    if (typeof value === 'string' && /PASSWORD|SECRET|TOKEN/.test(name) && !/^(?:file|env):\/\//.test(value))
      throw refuse(
        `env.${name}`,
        'a string (not shown)',
        "a reference to a Secret, { name: '…', key: '…' }, never the value",
        `write ${name}: { name: 'authentik', key: '${name}' }`,
      );
  }
  for (const [index, name] of outpost.entries())
    if (!/^[^\p{Cc}]{1,200}$/u.test(name))
      throw refuse(`outpost[${index}]`, show(name), 'the name of a proxy provider', "write for example outpost: ['Provider for Sonarr']");
  checkedMounts(mounts, env);
  const { name = 'authentik', namespace: home = namespace } = typeof release === 'string' ? { name: release } : (release ?? {});
  return {
    kind: 'cluster',
    namespace,
    secrets,
    env,
    mounts,
    release: { name, namespace: dnsLabel(home, at('release.namespace')) },
    blueprints: { configMaps: blueprints.configMaps ?? [], secrets: blueprints.secrets ?? [] },
    service: { name: dnsLabel(service?.name ?? 'authentik-server', at('service.name')), port: service?.port ?? 80 },
    outpost,
  };
}

/** Each path once, below no other, and one for each file that a variable names. */
function checkedMounts(mounts: readonly ExistingMount[], env: Readonly<Record<string, string | KeyRef>>): void {
  for (const [index, one] of mounts.entries()) {
    const path: unknown = one.path;
    if (!('secret' in one) && !('configMap' in one))
      throw refuse(
        `mounts[${index}]`,
        'neither secret nor configMap',
        'the Secret or ConfigMap with the files',
        "write mounts: [{ secret: 'authentik-postgres', path: '/postgres-creds' }]",
      );
    if (typeof path !== 'string' || !/^(?:\/[A-Za-z0-9._-]+)+$/.test(path) || /\/\.\.?(?:\/|$)/.test(path))
      throw refuse(
        `mounts[${index}].path`,
        path === undefined ? 'missing' : show(path),
        'the folder in which authentik has the files',
        "write path: '/postgres-creds'",
      );
    if (mounts.findIndex((other) => other.path === path) !== index)
      throw refuse(`mounts[${index}].path`, `${show(path)} a second time`, 'a separate folder for each', "write for example path: '/postgres-ca'");
    if (/^\/(?:blueprints|run\/secrets\/pinout)(?:\/|$)/.test(path))
      throw refuse(`mounts[${index}].path`, show(path), 'a folder that the Jobs do not need themselves', "write for example path: '/postgres-ca'");
  }
  for (const [name, value] of Object.entries(env)) {
    const file =
      typeof value === 'string'
        ? (/^file:\/\/(\/[^?]*)/.exec(value)?.[1] ?? (/(?:ROOTCERT|CERT|KEY)$/.test(name) && value.startsWith('/') ? value : undefined))
        : undefined;
    if (file === undefined || mounts.some(({ path }) => file.startsWith(`${path}/`))) continue;
    throw refuse(
      `env.${name}`,
      `${show(file)}, a file that the Jobs do not mount`,
      'a mount that contains it, as in authentik itself',
      `write mounts: [{ secret: '…', path: '${file.slice(0, Math.max(1, file.lastIndexOf('/')))}' }]`,
    );
  }
}

function checkedOutside({ url, token, namespace, certificateAuthority }: Partial<ExistingOutside>): ExistingIdp {
  const origin = originOf(url);
  if (origin === undefined)
    throw refuse(
      'url',
      url === undefined ? 'missing' : typeof url !== 'string' ? kindOf(url) : url.includes('@') ? 'more than a host' : show(url),
      'the https URL of authentik, without a path',
      "write url: 'https://auth.example.org'",
    );
  if (token === undefined)
    throw refuse(
      'token',
      'missing',
      'a reference to a Secret with an API token of authentik, never the value',
      "write token: { name: 'authentik-token', key: 'token' }",
    );
  return {
    kind: 'outside',
    url: origin,
    token,
    namespace: dnsLabel(namespace ?? 'pinout-identity', at('namespace')),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority: checkedAuthority(certificateAuthority, at('certificateAuthority')) }),
  };
}

/** `https://HOST` or `https://HOST:PORT`, without a slash at the end. */
function originOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/.test(value)) return undefined;
  try {
    return new URL(value).origin;
  } catch {
    return undefined;
  }
}

const refuse = (field: string, found: string, wanted: string, fix: string): PinoutError =>
  new PinoutError({ code: 'existing-idp-invalid', ...at(field), found, wanted, fix });
