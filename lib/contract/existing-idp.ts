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

/** An authentik that runs in the cluster already, as its owner writes it. Nothing of it is installed or changed but what blueprints say. */
export interface ExistingInCluster {
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Secrets whose keys are authentik's variables (`AUTHENTIK_SECRET_KEY` …). Its chart makes one with the name of the release. */
  readonly secrets?: readonly string[];
  /** Variables that stand in none of them, as server and worker have them: a text, or a key of a Secret. */
  readonly env?: Readonly<Record<string, string | KeyRef>>;
  /** Its Service, which apps behind forward-auth need; `authentik-server`, port 80, unless given. */
  readonly service?: { readonly name: string; readonly port?: number };
  /** Names of the proxy providers that the embedded outpost has already: they stay on it. */
  readonly outpost?: readonly string[];
}

/** An authentik outside the cluster. A Job uses its API; from 2026.5 on. */
export interface ExistingOutside {
  /** Its public address, for example `https://auth.example.org`. */
  readonly url: string;
  /** Secret with a token of its API. */
  readonly token: KeyRef;
  /** Namespace of the Secret and of the Jobs; `pinout-identity` unless given. dist makes it. */
  readonly namespace?: string;
}

export type ExistingIdpInput = ExistingInCluster | ExistingOutside;

/** An authentik that is there already, checked and complete. */
export type ExistingIdp =
  | {
      readonly kind: 'cluster';
      readonly namespace: string;
      readonly secrets: readonly string[];
      readonly env: Readonly<Record<string, string | KeyRef>>;
      readonly service: { readonly name: string; readonly port: number };
      readonly outpost: readonly string[];
    }
  | { readonly kind: 'outside'; readonly namespace: string; readonly url: string; readonly token: KeyRef };

const variable: Shape<string | KeyRef> = (value, at) => {
  if (isLiteral(value)) return secretReference('authentik', at.field.split('.').at(-1))(value, at);
  return text(value, at);
};

const inCluster = object<ExistingInCluster>({
  namespace: text,
  secrets: list(objectName),
  env: record(variable),
  service: object<NonNullable<ExistingInCluster['service']>>({ name: text, port: portNumber }),
  outpost: list(text),
});
const outside = object<ExistingOutside>({ url: text, token: secretReference('authentik-token', 'token'), namespace: text });

/** The options of an authentik that is there already. */
export const existingIdpShape: Shape<ExistingIdpInput> = (value, at) => {
  if (!isLiteral(value)) throw notAnObject(value, at);
  return 'url' in value || 'token' in value ? outside(value, at) : inCluster(value, at);
};

const at = (field: string) => ({ app: 'cluster', field: `idp.existing.${field}` });

/** What authentik cannot start without. */
const required = ['AUTHENTIK_SECRET_KEY', 'AUTHENTIK_POSTGRESQL__PASSWORD'];

/**
 * @throws PinoutError `existing-idp-invalid`, `name-invalid`
 * @example checkedExisting({ namespace: 'sso', secrets: ['authentik'] })
 */
export function checkedExisting(input: ExistingIdpInput): ExistingIdp {
  if ('url' in input || 'token' in input) return checkedOutside(input as ExistingOutside);
  const { secrets = [], env = {}, service, outpost = [] } = input;
  const namespace = dnsLabel(input.namespace, at('namespace'));
  if (secrets.length === 0 && !required.every((name) => Object.hasOwn(env, name)))
    throw refuse(
      'secrets',
      Object.keys(env).length === 0 ? 'neither secrets nor env' : `env without ${required.filter((name) => !Object.hasOwn(env, name)).join(' and ')}`,
      `the Secret with authentik's settings, or ${required.join(' and ')} in env: a Job with them applies the blueprints`,
      `look at \`kubectl -n ${namespace} get deploy -o yaml\` for envFrom and env of the worker, and write secrets: ['authentik']`,
    );
  for (const [name, value] of Object.entries(env)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name))
      throw refuse(
        `env.${show(name).slice(1, -1)}`,
        'a name that is none of a variable of authentik',
        'AUTHENTIK_…',
        "write for example AUTHENTIK_POSTGRESQL__HOST: 'postgres'",
      );
    if (typeof value === 'string' && /PASSWORD|SECRET|TOKEN/.test(name))
      throw refuse(
        `env.${name}`,
        'a text (it is not shown)',
        "a reference to a Secret, { name: '…', key: '…' }, never the value",
        `write ${name}: { name: 'authentik', key: '${name}' }`,
      );
  }
  for (const [index, name] of outpost.entries())
    if (!/^[^\p{Cc}]{1,200}$/u.test(name))
      throw refuse(`outpost[${index}]`, show(name), 'the name of a proxy provider', "write for example outpost: ['Provider for Sonarr']");
  return {
    kind: 'cluster',
    namespace,
    secrets,
    env,
    service: { name: dnsLabel(service?.name ?? 'authentik-server', at('service.name')), port: service?.port ?? 80 },
    outpost,
  };
}

function checkedOutside({ url, token, namespace }: Partial<ExistingOutside>): ExistingIdp {
  const origin = originOf(url);
  if (origin === undefined)
    throw refuse(
      'url',
      url === undefined ? 'missing' : typeof url !== 'string' ? kindOf(url) : url.includes('@') ? 'an address with more than a host in it' : show(url),
      'the https address of authentik, without a path',
      "write url: 'https://auth.example.org'",
    );
  if (token === undefined)
    throw refuse(
      'token',
      'missing',
      "a reference to a Secret with a token of authentik's API, never the value",
      "write token: { name: 'authentik-token', key: 'token' }",
    );
  return { kind: 'outside', url: origin, token, namespace: dnsLabel(namespace ?? 'pinout-identity', at('namespace')) };
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
