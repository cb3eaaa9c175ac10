import { PinoutError, show } from './error.ts';

/** A key of a Secret in the namespace of cert-manager. The value is never here. */
export interface CredentialRef {
  readonly name: string;
  readonly key: string;
}

/** OVH's API endpoints, as the webhook knows them (its main.go hands them to go-ovh). */
export const ovhEndpoints = ['ovh-eu', 'ovh-ca', 'kimsufi-eu', 'kimsufi-ca', 'soyoustart-eu', 'soyoustart-ca', 'runabove-ca'] as const;

/**
 * Credentials of each way to authenticate, by their names in the solver's config without `Ref`. Its decoder ignores a name that it does not
 * know, such as `consumerKeyRef` of before 0.8.0, and the mistake shows only when the first certificate is due.
 */
export const ovhCredentials = {
  application: ['applicationKey', 'applicationSecret', 'applicationConsumerKey'],
  oauth2: ['oauth2ClientID', 'oauth2ClientSecret'],
} as const;
type Authentication = keyof typeof ovhCredentials;

/** How control of a name is proven at OVH. */
export interface OvhProvider {
  readonly kind: 'ovh';
  readonly endpoint: (typeof ovhEndpoints)[number];
  readonly authentication: Authentication;
  readonly credentials: Readonly<Record<string, CredentialRef>>;
}

/** Control of a name proven by a page that Let's Encrypt fetches on port 80. */
export interface Http01Provider {
  readonly kind: 'http-01';
}

export type Provider = OvhProvider | Http01Provider;

interface OvhFields<A extends Authentication> {
  readonly endpoint: (typeof ovhEndpoints)[number];
  readonly authentication: A;
  /** Name of the Secret in the namespace `cert-manager` that holds all of them; `ovh-credentials` unless given. */
  readonly secret?: string;
  /** Where single credentials lie, when not in `secret` under their own names. */
  readonly credentials?: Partial<Readonly<Record<(typeof ovhCredentials)[A][number], CredentialRef>>>;
}
export type OvhInput = OvhFields<'application'> | OvhFields<'oauth2'>;

const at = (field: string) => ({ app: 'cluster', field: `certificates.provider.${field}` });
const subdomain = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * DNS-01 at OVH, with credentials that lie in a Secret.
 *
 * @throws PinoutError `choice-unknown`, `credential-unknown`, `credential-invalid`
 * @example
 * ovh({ endpoint: 'ovh-eu', authentication: 'application' }); // Secret cert-manager/ovh-credentials: applicationKey, applicationSecret, applicationConsumerKey
 */
export function ovh(input: OvhInput): OvhProvider {
  const endpoint = choice(input?.endpoint, 'endpoint', ovhEndpoints);
  const authentication = choice(input.authentication, 'authentication', ['application', 'oauth2'] as const);
  const names: readonly string[] = ovhCredentials[authentication];
  const given: Readonly<Record<string, unknown>> = input.credentials ?? {};
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new PinoutError({
      code: 'credential-unknown',
      ...at(`credentials.${unknown}`),
      found: unknown,
      wanted: `${names.join(', ')} for authentication: '${authentication}'; the webhook ignores every other name, and no certificate is ever issued`,
      fix: unknown === 'consumerKey' ? 'write applicationConsumerKey' : `take it out, or write one of ${names.join(', ')}`,
    });
  return {
    kind: 'ovh',
    endpoint,
    authentication,
    credentials: Object.fromEntries(names.map((name) => [name, credential(given[name] ?? { name: input.secret ?? 'ovh-credentials', key: name }, name)])),
  };
}

/**
 * HTTP-01: needs port 80 open to the internet for ever, and stops renewing without a word when it is closed.
 *
 * @example http01()
 */
export const http01 = (): Http01Provider => ({ kind: 'http-01' });

function credential(value: unknown, field: string): CredentialRef {
  const { name, key } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  if (typeof name === 'string' && subdomain.test(name) && typeof key === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(key)) return { name, key };
  throw new PinoutError({
    code: 'credential-invalid',
    ...at(`credentials.${field}`),
    // What stands here may be the credential itself.
    found: 'no reference',
    wanted: "a reference to a Secret in the namespace cert-manager, { name: '…', key: '…' }, never the value",
    fix: `write ${field}: { name: 'ovh-credentials', key: '${field}' }, or leave it out`,
  });
}

/** Refuses what neither `ovh` nor `http01` made. @throws PinoutError `provider-unknown` */
export function checkedProvider(value: unknown): Provider {
  const kind = (value as { kind?: unknown } | undefined)?.kind;
  if (kind === 'ovh' || kind === 'http-01') return value as Provider;
  throw new PinoutError({
    code: 'provider-unknown',
    app: 'cluster',
    field: 'certificates.provider',
    found: typeof value === 'string' ? show(value) : value === undefined ? 'missing' : 'something that ovh() and http01() did not make',
    wanted: 'what ovh({ … }) returns, or http01() if HTTP-01 is really meant',
    fix: "write provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' })",
  });
}

function choice<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  if (allowed.includes(value as T)) return value as T;
  throw new PinoutError({
    code: 'choice-unknown',
    ...at(field),
    found: show(value),
    wanted: `one of ${allowed.join(', ')}`,
    fix: `write ${field}: '${allowed[0]}'`,
  });
}
