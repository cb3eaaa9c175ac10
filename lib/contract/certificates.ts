import { PinoutError, show } from './error.ts';
import { hostName } from './names.ts';
import { choice, flag, list, object, text } from './shape.ts';
import { type Provider, providerShape } from './certificate-provider.ts';

/** Certificates by cert-manager, as the cluster's owner writes them. Absent: cert-manager and its issuer are there before. */
export interface CertificatesInput {
  /** Where Let's Encrypt writes to about the account. It sends no mails about certificates that run out. */
  readonly email: string;
  /** `release` (default): dist installs cert-manager. `present`: it is there before, in the namespace `cert-manager`. */
  readonly operator?: 'release' | 'present';
  /** How control of a name is proven: by a DNS record (`ovh({ … })`, `cloudflare()` …), or by `http01()`, which needs port 80 open to the internet. */
  readonly provider: Provider;
  /** Zones that the issuers answer for, each with everything below it; the cluster's domain unless given. */
  readonly dnsZones?: readonly string[];
  /** API group of the webhook: a name below a domain of yours, `acme.DOMAIN` unless given. */
  readonly groupName?: string;
  /**
   * `per-host`: one for each Ingress. `wildcard`: one for all, in the namespace of the ingress controller. Follows from the edge unless
   * given: `wildcard` behind a Gateway and for `edge.certificate: 'default'`.
   */
  readonly certificate?: 'per-host' | 'wildcard';
  /** Certificates of Let's Encrypt's staging environment, which no browser trusts: for trying out without its rate limits. */
  readonly staging?: boolean;
}

/** The options of certificates. */
export const certificatesShape = object<CertificatesInput>({
  email: text,
  operator: choice('release', 'present'),
  provider: providerShape,
  dnsZones: list(text),
  groupName: text,
  certificate: choice('per-host', 'wildcard'),
  staging: flag,
});

/** Certificates by cert-manager, checked and complete. */
export interface Certificates {
  readonly email: string;
  readonly operator: 'release' | 'present';
  readonly provider: Provider;
  readonly dnsZones: readonly string[];
  readonly groupName: string;
  readonly certificate: 'per-host' | 'wildcard';
  /** Name of the ClusterIssuer that the hosts use. */
  readonly issuer: string;
}

/** Names of the two issuers: production, and staging beside it. The names say how they prove control. */
export function issuerNames(provider: Provider): { readonly production: string; readonly staging: string } {
  const suffix = provider.kind === 'http-01' ? 'http' : 'dns';
  return { production: `letsencrypt-prod-${suffix}`, staging: `letsencrypt-staging-${suffix}` };
}

const at = (field: string) => ({ app: 'cluster', field: `certificates.${field}` });

/**
 * Checks and completes certificates.
 *
 * @param wildcard whether the edge takes one certificate for all hosts
 * @throws PinoutError `email-invalid`, `zone-outside`, `certificate-mismatch`, `wildcard-http01`, and those of the provider
 * @example checkedCertificates({ email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) }, 'home.example.org', false)
 */
export function checkedCertificates(input: CertificatesInput, domain: string, wildcard: boolean): Certificates {
  const provider = providerShape(input.provider, at('provider'));
  const dnsZones = checkedZones(input.dnsZones, domain);
  const certificate = checkedKind(input.certificate, wildcard);
  if (certificate === 'wildcard' && provider.kind === 'http-01')
    throw new PinoutError({
      code: 'wildcard-http01',
      ...at('provider'),
      found: 'http01() for a wildcard certificate',
      wanted: "a DNS provider: Let's Encrypt issues certificates for *.DOMAIN only by DNS-01",
      fix: "write provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' })",
    });
  const names = issuerNames(provider);
  return {
    email: checkedEmail(input.email),
    operator: input.operator ?? 'release',
    provider,
    dnsZones,
    groupName: checkedGroup(input.groupName ?? `acme.${domain}`),
    certificate,
    issuer: input.staging === true ? names.staging : names.production,
  };
}

function checkedEmail(value: unknown): string {
  if (typeof value === 'string' && value.length <= 254 && /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]+$/.test(value)) return value;
  throw new PinoutError({
    code: 'email-invalid',
    ...at('email'),
    found: show(value),
    wanted: "an e-mail address for the Let's Encrypt account",
    fix: "write certificates: { email: 'you@your-domain', … }",
  });
}

function checkedZones(value: readonly string[] | undefined, domain: string): readonly string[] {
  const zones = (value ?? [domain]).map((zone, index) => hostName(zone, at(`dnsZones[${index}]`)));
  if (zones.some((zone) => domain === zone || domain.endsWith(`.${zone}`))) return zones;
  throw new PinoutError({
    code: 'zone-outside',
    ...at('dnsZones'),
    found: show(zones),
    wanted: `a zone that contains the cluster's domain ${domain}: otherwise the DNS-01 solver covers none of its hosts`,
    fix: `write dnsZones: ['${domain}'], or remove it`,
  });
}

function checkedKind(value: unknown, wildcard: boolean): 'per-host' | 'wildcard' {
  const follows = wildcard ? 'wildcard' : 'per-host';
  if (value === undefined || value === follows) return follows;
  throw new PinoutError({
    code: 'certificate-mismatch',
    ...at('certificate'),
    found: show(value),
    wanted: wildcard ? "'wildcard': with this edge, one certificate serves all hosts" : "'per-host': with this edge, each Ingress has its own certificate",
    fix: wildcard
      ? "remove it, or give the Ingresses an issuer (edge: { clusterIssuer: '…' })"
      : "write edge: { className: '…', certificate: 'default' } for one wildcard certificate",
  });
}

/** The webhook serves an API group of this name: one that Kubernetes or cert-manager has would be taken over. */
function checkedGroup(value: unknown): string {
  const name = hostName(value, at('groupName'));
  const taken = ['k8s.io', 'kubernetes.io', 'cert-manager.io', 'x-k8s.io', 'fluxcd.io', 'external-secrets.io', 'mycompany.example', 'mycompany.com'];
  if (!taken.some((one) => name === one || name.endsWith(`.${one}`))) return name;
  throw new PinoutError({
    code: 'group-name-taken',
    ...at('groupName'),
    found: show(name),
    wanted: 'a name in your own domain: the webhook serves an API group with this name',
    fix: 'remove groupName: the default is acme.DOMAIN',
  });
}
