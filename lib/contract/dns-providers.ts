import { PinoutError, show } from './error.ts';
import { hostName } from './names.ts';
import { plain } from './open-shape.ts';
import { objectName, secretKeyName, secretReference } from './option-texts.ts';
import { checkedOptions, choice, list, object, text } from './shape.ts';

/** Plain data. */
type Fields = Readonly<Record<string, unknown>>;

/** A key of a Secret in the namespace of cert-manager. The value is never here. */
interface CredentialRef {
  readonly name: string;
  readonly key: string;
}

/** How control of a name is proven by a DNS record, anywhere but at OVH. */
export interface DnsProvider {
  readonly kind: 'dns-01';
  /** For messages and pages. */
  readonly title: string;
  /** What stands below `dns01` of the solver. */
  readonly solver: Fields;
  /** Secrets that it reads in the namespace of cert-manager. */
  readonly secrets: readonly CredentialRef[];
  /** API group of the webhook that has to be there, for a provider that cert-manager does not know itself. */
  readonly webhook?: string;
}

const at = (field: string) => ({ app: 'cluster', field: `certificates.provider.${field}` });
const place = { app: 'cluster', field: 'certificates.provider' };
const missing = (field: string, wanted: string, fix: string) => new PinoutError({ code: 'dns-provider-invalid', ...at(field), found: 'missing', wanted, fix });

/** A provider made by one of the functions below, for the shape of `certificates`. */
export const dnsProviderShape = object<DnsProvider>({
  kind: choice('dns-01'),
  title: text,
  solver: plain,
  secrets: list(object<CredentialRef>({ name: objectName, key: secretKeyName })),
  webhook: text,
});

/**
 * DNS-01 at Cloudflare. The token may edit DNS of the zone, and read the zone.
 *
 * @throws PinoutError `credential-invalid`
 * @example cloudflare(); // Secret cert-manager/cloudflare-api-token, key api-token
 */
export function cloudflare(input: { readonly token?: CredentialRef } = {}): DnsProvider {
  const shape = object<{ readonly token?: CredentialRef }>({ token: secretReference('cloudflare-api-token', 'api-token') });
  const { token = { name: 'cloudflare-api-token', key: 'api-token' } } = checkedOptions(shape, input, place);
  return { kind: 'dns-01', title: 'Cloudflare', solver: { cloudflare: { apiTokenSecretRef: { ...token } } }, secrets: [token] };
}

/** Where Route 53 is, and by whose rights. Without keys cert-manager's own identity counts (IRSA, the node's role). */
export interface Route53Input {
  readonly region?: string;
  readonly hostedZoneId?: string;
  /** ARN of a role to take on. */
  readonly role?: string;
  readonly accessKeyId?: CredentialRef;
  readonly secretAccessKey?: CredentialRef;
}

/**
 * DNS-01 at AWS Route 53.
 *
 * @throws PinoutError `dns-provider-invalid`, `credential-invalid`
 * @example route53({ region: 'eu-central-1', accessKeyId: { name: 'route53', key: 'id' }, secretAccessKey: { name: 'route53', key: 'secret' } });
 */
export function route53(input: Route53Input = {}): DnsProvider {
  const reference = secretReference('route53-credentials', 'secret-access-key');
  const shape = object<Route53Input>({ region: text, hostedZoneId: text, role: text, accessKeyId: reference, secretAccessKey: reference });
  const { region, hostedZoneId, role, accessKeyId, secretAccessKey } = checkedOptions(shape, input, place);
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    throw missing(
      accessKeyId === undefined ? 'accessKeyId' : 'secretAccessKey',
      'accessKeyId and secretAccessKey together, or neither',
      "write accessKeyId: { name: 'route53-credentials', key: 'access-key-id' }, secretAccessKey: { name: 'route53-credentials', key: 'secret-access-key' }",
    );
  return {
    kind: 'dns-01',
    title: 'Route 53',
    solver: {
      route53: {
        ...(region === undefined ? {} : { region }),
        ...(hostedZoneId === undefined ? {} : { hostedZoneID: hostedZoneId }),
        ...(role === undefined ? {} : { role }),
        ...(accessKeyId === undefined ? {} : { accessKeyIDSecretRef: { ...accessKeyId } }),
        ...(secretAccessKey === undefined ? {} : { secretAccessKeySecretRef: { ...secretAccessKey } }),
      },
    },
    secrets: [accessKeyId, secretAccessKey].filter((one) => one !== undefined),
  };
}

const algorithms = ['HMACSHA512', 'HMACSHA256', 'HMACSHA1', 'HMACMD5'] as const;

/** Your own name server (BIND, Knot, PowerDNS) that accepts dynamic updates (RFC 2136). */
export interface Rfc2136Input {
  /** Address, with a port if it is not 53: `192.168.1.2`, `[fd00::2]:5353`. */
  readonly nameserver: string;
  readonly keyName: string;
  /** `HMACSHA512` unless given. */
  readonly algorithm?: (typeof algorithms)[number];
  readonly secret: CredentialRef;
}

/**
 * DNS-01 by dynamic updates (RFC 2136), signed with a TSIG key.
 *
 * @throws PinoutError `dns-provider-invalid`, `credential-invalid`
 * @example rfc2136({ nameserver: '192.168.1.2', keyName: 'acme', secret: { name: 'tsig', key: 'secret' } });
 */
export function rfc2136(input: Rfc2136Input): DnsProvider {
  const shape = object<Rfc2136Input>({ nameserver: text, keyName: text, algorithm: choice(...algorithms), secret: secretReference('tsig', 'secret') });
  const { nameserver, keyName, algorithm = 'HMACSHA512', secret } = checkedOptions(shape, input, place) as Partial<Rfc2136Input>;
  if (nameserver === undefined || !/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(nameserver))
    throw new PinoutError({
      code: 'dns-provider-invalid',
      ...at('nameserver'),
      found: show(nameserver),
      wanted: 'the IP address of the name server, in brackets for IPv6; cert-manager does not accept a host name',
      fix: "write nameserver: '192.168.1.2'",
    });
  if (keyName === undefined) throw missing('keyName', 'the name of the TSIG key', "write keyName: 'acme'");
  if (secret === undefined)
    throw missing('secret', 'a reference to the Secret with the TSIG key, never the value', "write secret: { name: 'tsig', key: 'secret' }");
  return {
    kind: 'dns-01',
    title: 'the name server (RFC 2136)',
    solver: { rfc2136: { nameserver, tsigKeyName: keyName, tsigAlgorithm: algorithm, tsigSecretSecretRef: { ...secret } } },
    secrets: [secret],
  };
}

/** A webhook of cert-manager for a provider that it does not know itself. Its chart is yours to install. */
export interface DnsWebhookInput {
  /** API group that the webhook serves (`groupName` of its chart). */
  readonly groupName: string;
  readonly solverName: string;
  /** As the webhook's own page says. No secret: names of Secrets. */
  readonly config?: Fields;
  /** Secrets in the namespace of cert-manager that the config names. */
  readonly secrets?: readonly CredentialRef[];
}

/**
 * DNS-01 by any webhook.
 *
 * @throws PinoutError `dns-provider-invalid`, `host-invalid`, `credential-invalid`
 * @example dnsWebhook({ groupName: 'acme.example.org', solverName: 'porkbun', config: { apiKey: { name: 'porkbun', key: 'key' } }, secrets: [{ name: 'porkbun', key: 'key' }] });
 */
export function dnsWebhook(input: DnsWebhookInput): DnsProvider {
  const secrets = list(secretReference('porkbun', 'key'));
  const shape = object<DnsWebhookInput>({ groupName: text, solverName: text, config: plain, secrets });
  const given = checkedOptions(shape, input, place) as Partial<DnsWebhookInput>;
  const groupName = hostName(given.groupName, at('groupName'));
  if (given.solverName === undefined) throw missing('solverName', "the name of the solver, from the webhook's documentation", "write solverName: 'porkbun'");
  return webhook(given.solverName, groupName, given.solverName, given.config ?? {}, given.secrets ?? []);
}

const webhook = (title: string, groupName: string, solverName: string, config: Fields, secrets: readonly CredentialRef[]): DnsProvider => ({
  kind: 'dns-01',
  title,
  solver: { webhook: { groupName, solverName, config } },
  secrets,
  webhook: groupName,
});

/** What the webhooks of Hetzner and deSEC ask for. */
export interface DnsTokenInput {
  readonly token?: CredentialRef;
  /** As the webhook's chart has it. */
  readonly groupName?: string;
}

const tokenInput = (input: DnsTokenInput, usual: CredentialRef, group: string): Required<DnsTokenInput> => {
  const shape = object<DnsTokenInput>({ token: secretReference(usual.name, usual.key), groupName: text });
  const { token = usual, groupName = group } = checkedOptions(shape, input, place);
  return { token, groupName: hostName(groupName, at('groupName')) };
};

/**
 * DNS-01 at Hetzner, by Hetzner's own webhook (hetzner/cert-manager-webhook-hetzner: docs/reference/issuer-configuration.md).
 *
 * @throws PinoutError `credential-invalid`, `host-invalid`
 * @example hetzner(); // Secret cert-manager/hetzner, key token
 */
export function hetzner(input: DnsTokenInput = {}): DnsProvider {
  const { token, groupName } = tokenInput(input, { name: 'hetzner', key: 'token' }, 'acme.hetzner.com');
  return webhook('Hetzner', groupName, 'hetzner', { tokenSecretKeyRef: { ...token } }, [token]);
}

/**
 * DNS-01 at deSEC, by the webhook pr0ton11/cert-manager-webhook-desec (its README.md).
 *
 * @throws PinoutError `credential-invalid`, `host-invalid`
 * @example desec(); // Secret cert-manager/desec-io-token, key token
 */
export function desec(input: DnsTokenInput = {}): DnsProvider {
  const { token, groupName } = tokenInput(input, { name: 'desec-io-token', key: 'token' }, 'acme.pr0ton11.github.com');
  return webhook('deSEC', groupName, 'desec', { apiKeySecretRef: { ...token } }, [token]);
}
