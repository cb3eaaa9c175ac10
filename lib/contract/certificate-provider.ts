import { type DnsProvider, dnsProviderShape } from './dns-providers.ts';
import { PinoutError, show } from './error.ts';
import { isLiteral, wrongType } from './option-error.ts';
import { secretReference } from './option-texts.ts';
import { checkedOptions, choice, object, record, type Shape, text, variant } from './shape.ts';

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
const ovhCredentials = {
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

export type Provider = OvhProvider | Http01Provider | DnsProvider;

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

const place = { app: 'cluster', field: 'certificates.provider' };
const reference = secretReference('ovh-credentials');
const credentials = record(reference);
const named = { endpoint: choice(...ovhEndpoints), authentication: choice('application', 'oauth2'), credentials };
const ovhShape = object<OvhInput>({ ...named, secret: text });
const made = variant<Provider, 'kind'>('kind', {
  'dns-01': dnsProviderShape,
  ovh: object<OvhProvider>({ ...named, kind: choice('ovh') }),
  'http-01': object<Http01Provider>({ kind: choice('http-01') }),
});

/**
 * DNS-01 at OVH, with credentials that lie in a Secret.
 *
 * @throws PinoutError `choice-unknown`, `credential-unknown`, `credential-invalid`
 * @example
 * ovh({ endpoint: 'ovh-eu', authentication: 'application' }); // Secret cert-manager/ovh-credentials: applicationKey, applicationSecret, applicationConsumerKey
 */
export function ovh(input: OvhInput): OvhProvider {
  const given = checkedOptions(ovhShape, input, place);
  const endpoint = named.endpoint(given.endpoint, at('endpoint'));
  const authentication = named.authentication(given.authentication, at('authentication'));
  const names: readonly string[] = ovhCredentials[authentication];
  const own: Readonly<Record<string, CredentialRef>> = given.credentials ?? {};
  const unknown = Object.keys(own).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new PinoutError({
      code: 'credential-unknown',
      ...at(`credentials.${unknown}`),
      found: unknown,
      wanted: `${names.join(', ')} for authentication: '${authentication}'; the webhook ignores every other name, and then no certificate is ever issued`,
      fix: unknown === 'consumerKey' ? 'write applicationConsumerKey' : `remove it, or write one of ${names.join(', ')}`,
    });
  return {
    kind: 'ovh',
    endpoint,
    authentication,
    credentials: Object.fromEntries(names.map((name) => [name, own[name] ?? reference({ name: given.secret ?? 'ovh-credentials', key: name }, at('secret'))])),
  };
}

/**
 * HTTP-01: needs port 80 open to the internet for ever, and stops renewing without a word when it is closed.
 *
 * @example http01()
 */
export function http01(...nothing: readonly never[]): Http01Provider {
  if (nothing.length === 0) return { kind: 'http-01' };
  throw wrongType(nothing[0], place, 'http01(), without arguments', 'write provider: http01()');
}

/** Takes what a function for a provider made, and refuses everything else. @throws PinoutError `provider-unknown` */
export const providerShape: Shape<Provider> = (value, field) => {
  if (isLiteral(value) && ['ovh', 'http-01', 'dns-01'].includes(value['kind'] as string)) {
    const provider = made(value, field);
    if (provider.kind !== 'ovh') return provider;
    // In one that was written by hand a part may be missing.
    const { endpoint, authentication, credentials } = provider;
    return ovh({ endpoint, authentication, credentials });
  }
  throw new PinoutError({
    code: 'provider-unknown',
    ...field,
    found: typeof value === 'string' ? show(value) : value === undefined ? 'missing' : 'not the result of a provider function',
    wanted: 'what ovh({ … }), cloudflare(), route53(), rfc2136(), hetzner(), desec() or dnsWebhook() returns, or http01() if you do want HTTP-01',
    fix: "write provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' })",
  });
};
