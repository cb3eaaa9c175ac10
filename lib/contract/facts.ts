import { isIP, isIPv4 } from 'node:net';
import { objectName } from './option-texts.ts';
import { PinoutError, show } from './error.ts';
import { compareText } from './access.ts';
import { type Apiserver, checkedApiserver } from './apiserver.ts';
import { type Certificates, checkedCertificates, issuerNames } from './certificates.ts';
import { checkedDns, type Dns } from './dns.ts';
import { checkedEdge, type Edge } from './edge.ts';
import { checkedExisting, type ExistingIdp } from './existing-idp.ts';
import { checkedInstallation, type Installation } from './installation.ts';
import { checkedMonitoring, type Monitoring } from './monitoring.ts';
import { checkedEdgeBefore, type EdgeBefore } from './edge-before.ts';
import type { IdpChoice } from './idp-choice.ts';
import { endpointOf, type IdpSite } from './idp-site.ts';
import { dnsLabel, groupName, hostName } from './names.ts';
import { lineOfText } from './tile.ts';
import type { PodSecurityLevel } from './pod-security.ts';
import { checkedSignIn, type SignIn } from './sign-in.ts';
import { type Features, featuresOf, type Versions } from './versions.ts';
import { type FactsInput, sourceKind, type SourceKind } from './facts-input.ts';

/** Facts of one installation, checked and complete. */
export interface Facts {
  readonly name: string;
  readonly domain: string;
  readonly ingressAddress: string;
  readonly versions: Versions;
  readonly features: Features;
  readonly edge: Edge;
  readonly edgeBefore?: EdgeBefore;
  readonly certificates?: Certificates;
  readonly monitoring?: Monitoring;
  readonly dns: Dns;
  readonly apiserver: Apiserver;
  /** StorageClass of volumes; absent: the cluster's default. */
  readonly storageClass?: string;
  readonly idp: {
    /** Full host name. */
    readonly host: string;
    /** Origin without a slash at the end. */
    readonly origin: string;
    readonly apply: 'job' | 'worker';
    readonly reapply: 'on-change' | 'hourly';
    readonly trustedProxies: readonly string[];
    readonly signIn?: SignIn;
    /** Not given: dist installs it. */
    readonly existing?: ExistingIdp;
    /** Not authentik, but a provider of the user's own. */
    readonly own?: true;
    /** Slugs in authentik of applications that are called otherwise there than here. */
    readonly applications?: Readonly<Record<string, string>>;
  } & IdpSite &
    Installation;
  readonly gitops: {
    readonly source: { readonly kind: SourceKind; readonly name: string; readonly namespace: string };
    readonly path: string;
    readonly substitution: 'off' | 'on';
  };
  /** Namespace that holds every generated secret, and nothing else. */
  readonly secretsNamespace: 'pinout-secrets';
  readonly podSecurity: Readonly<Record<string, PodSecurityLevel>>;
  readonly people?: Readonly<Record<string, readonly string[]>>;
}

/** Without a zone, which is a matter of one machine. */
const isAddress = (value: unknown): value is string => typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');

function address(value: unknown): string {
  if (isAddress(value)) return value;
  throw new PinoutError({
    code: 'address-invalid',
    app: 'cluster',
    field: 'ingressAddress',
    found: show(value),
    wanted: 'the IP address of the ingress controller in your network',
    fix: "write for example ingressAddress: '192.168.1.30'",
  });
}

function checkedPath(value: unknown): string {
  if (typeof value === 'string' && /^\.(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/.test(value)) return value;
  throw new PinoutError({
    code: 'path-invalid',
    app: 'cluster',
    field: 'gitops.path',
    found: show(value),
    wanted: "the path of dist inside the git repository, starting with './'",
    fix: "write gitops: { path: './dist' }",
  });
}

/**
 * Checks and completes the facts of a cluster.
 *
 * @throws PinoutError naming the fact that is wrong
 * @example
 * checkedFacts({ name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30',
 *   versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
 *   edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' } }, authentik.site);
 */
export function checkedFacts(input: FactsInput, site: (origin: string) => IdpSite): Facts {
  const at = (field: string) => ({ app: 'cluster', field });
  const domain = hostName(input?.domain, at('domain'));
  const existing = checkedWith(input);
  const { host, origin } = addressOf(input.idp?.host, existing, domain);
  const certificates =
    input.certificates === undefined
      ? undefined
      : checkedCertificates(input.certificates, domain, input.edge?.kind === 'gateway' || input.edge?.certificate === 'default');
  const edge = checkedEdge(input.edge, certificates?.issuer);
  refuseForeignIssuer(edge, certificates);
  const ingressAddress = address(input.ingressAddress);
  const before =
    input.edgeBefore === undefined
      ? undefined
      : checkedEdgeBefore(input.edgeBefore, { edge, ingressAddress }, certificates?.issuer, (label, field) => hostUnder(label, domain, at(field)));
  const source = input.gitops?.source ?? { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' };
  const own = input.idp?.provider !== undefined;
  const features = featuresOf(input.versions, !own);
  return {
    name: dnsLabel(input.name, at('name'), 40),
    domain,
    ingressAddress,
    ...(before === undefined ? {} : { edgeBefore: before }),
    features,
    versions: input.versions,
    edge,
    ...(certificates === undefined ? {} : { certificates }),
    ...(input.monitoring === undefined ? {} : { monitoring: checkedMonitoring(input.monitoring) }),
    dns: checkedDns(input.dns ?? { mode: 'coredns-hosts' }),
    apiserver: checkedApiserver(input.apiserver ?? {}, features),
    ...(input.storageClass === undefined ? {} : { storageClass: objectName(input.storageClass, at('storageClass')) }),
    idp: {
      host,
      origin,
      ...(own ? { own } : {}),
      ...siteOf(site(origin), existing),
      apply: input.idp?.apply ?? 'job',
      reapply: input.idp?.reapply ?? 'on-change',
      trustedProxies: checkedProxies(input.idp?.trustedProxies ?? ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', 'fc00::/7', '::1/128']),
      ...checkedInstallation(input.idp, input.name),
      ...(existing === undefined ? {} : { existing }),
      // How one that is there sends mail is not known.
      ...(input.idp?.signIn === undefined ? {} : { signIn: checkedSignIn(input.idp.signIn, existing !== undefined || input.idp.email !== undefined) }),
    },
    gitops: {
      source: {
        kind: sourceKind(source.kind, at('gitops.source.kind')),
        name: dnsLabel(source.name, at('gitops.source.name')),
        namespace: dnsLabel(source.namespace, at('gitops.source.namespace')),
      },
      path: checkedPath(input.gitops?.path ?? './dist'),
      substitution: input.gitops?.substitution ?? 'off',
    },
    secretsNamespace: 'pinout-secrets',
    podSecurity: input.podSecurity ?? {},
    ...(input.people === undefined ? {} : { people: checkedPeople(input.people) }),
  };
}

/** Options that say how authentik is run are of no use where somebody else runs it. @throws PinoutError `option-unused`, `choice-unknown` */
function checkedWith({ idp = {}, versions }: FactsInput): ExistingIdp | undefined {
  if (idp.provider !== undefined) refuseBesideProvider(idp, idp.provider, versions);
  if (idp.existing === undefined) return undefined;
  const existing = checkedExisting(idp.existing, idp.apply ?? 'job');
  const refuse = (field: string, because: string) =>
    new PinoutError({
      code: 'option-unused',
      app: 'cluster',
      field: `idp.${field}`,
      found: `${show(field)} together with existing${because}`,
      wanted: 'absent: it would have no effect',
      fix: `remove idp.${field}`,
    });
  const unused = (['database', 'backup', 'replicas', 'email', 'values', 'trustedProxies'] as const).find((field) => idp[field] !== undefined);
  if (unused !== undefined) throw refuse(unused, ', which dist does not install');
  if (existing.kind === 'cluster') return existing;
  if (idp.host !== undefined) throw refuse('host', '.url, which already sets it');
  if (idp.apply === 'worker') throw refuse('apply', '.url: its worker mounts nothing from this cluster');
  if (featuresOf(versions).blueprintImport) return existing;
  throw new PinoutError({
    code: 'existing-idp-version',
    app: 'cluster',
    field: 'idp.existing.url',
    found: `authentik ${versions.authentik ?? ''}, whose API cannot apply a blueprint and report the result`,
    wanted: 'authentik 2026.5 or newer, or one that runs in this cluster',
    fix: "upgrade authentik first, or write existing: { namespace: '…', secrets: ['authentik'] } if it runs in this cluster",
  });
}

/** What is about authentik alone. @throws PinoutError `option-unused` */
function refuseBesideProvider(idp: NonNullable<FactsInput['idp']>, { facts: { title } }: IdpChoice, versions: FactsInput['versions']): void {
  const about = ['existing', 'apply', 'reapply', 'signIn', 'database', 'backup', 'replicas', 'email', 'values'] as const;
  const unused = about.find((field) => idp[field] !== undefined);
  const field = unused === undefined ? (versions?.authentik === undefined ? undefined : 'versions.authentik') : `idp.${unused}`;
  if (field === undefined) return;
  throw new PinoutError({
    code: 'option-unused',
    app: 'cluster',
    field,
    found: `${field.split('.')[1]!} together with idp.provider, which is ${title}`,
    wanted: 'absent: it is only for authentik',
    fix: `remove ${field}; the options of ${title} are in its own function`,
  });
}

/** Where the identity provider is reached: below the domain when dist installs it, anywhere else when it is there. */
function addressOf(host: unknown, existing: ExistingIdp | undefined, domain: string): { readonly host: string; readonly origin: string } {
  const place = { app: 'cluster', field: 'idp.host' };
  if (existing?.kind === 'outside') return { host: new URL(existing.url).hostname, origin: existing.url };
  const full = existing === undefined || typeof host !== 'string' || !host.includes('.') ? hostUnder(host ?? 'auth', domain, place) : hostName(host, place);
  return { host: full, origin: `https://${full}` };
}

/** The place of one that is there. */
function siteOf(site: IdpSite, existing: ExistingIdp | undefined): IdpSite {
  if (existing === undefined) return site;
  const guard =
    existing.kind === 'cluster' && site.guard !== undefined ? { ...site.guard, service: existing.service.name, port: existing.service.port } : site.guard;
  return { ...site, namespace: existing.namespace, ...(guard === undefined ? {} : { guard }) };
}

/** With issuers of its own the cluster uses no other: one that proves control by HTTP-01 would slip in by its name alone. */
function refuseForeignIssuer(edge: Edge, certificates: Certificates | undefined): void {
  if (certificates === undefined || edge.kind !== 'ingress' || edge.clusterIssuer === undefined || edge.clusterIssuer === certificates.issuer) return;
  const { production, staging } = issuerNames(certificates.provider);
  throw new PinoutError({
    code: 'issuer-unknown',
    app: 'cluster',
    field: 'edge.clusterIssuer',
    found: show(edge.clusterIssuer),
    wanted: `"${certificates.issuer}", the issuer that certificates creates (with staging: true the hosts use ${staging} instead of ${production})`,
    fix: `remove clusterIssuer from edge, or write clusterIssuer: '${certificates.issuer}'`,
  });
}

function checkedProxies(value: readonly string[]): readonly string[] {
  const network = (one: unknown): one is string => {
    const [ip = '', bits = '', ...rest] = typeof one === 'string' ? one.split('/') : [];
    return rest.length === 0 && /^(0|[1-9]\d{0,2})$/.test(bits) && isAddress(ip) && Number(bits) <= (isIPv4(ip) ? 32 : 128);
  };
  if (value.every(network)) return value;
  throw new PinoutError({
    code: 'address-invalid',
    app: 'cluster',
    field: 'idp.trustedProxies',
    found: show(value),
    wanted: 'a list of networks in CIDR notation',
    fix: "write for example idp: { trustedProxies: ['10.42.0.0/16'] }",
  });
}

function checkedPeople(people: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(people ?? {})
      .sort(([a], [b]) => compareText(a, b))
      .map(([group, names]) => [
        groupName(group, { app: 'cluster', field: `people.${group}` }),
        [...new Set(names.map((name, index) => lineOfText(name, { app: 'cluster', field: `people.${group}[${index}]` })))].sort(compareText),
      ]),
  );
}

/**
 * The full host of an app: one or more labels below the domain, or a full name that lies below it.
 *
 * @throws PinoutError `host-invalid`, `host-outside-domain`
 * @example
 * hostUnder('wiki', 'home.example.org', { app: 'wiki', field: 'host' }) // 'wiki.home.example.org'
 */
export function hostUnder(value: unknown, domain: string, at: { app: string; field: string }): string {
  const full = typeof value === 'string' && !value.includes('.') ? `${value}.${domain}` : value;
  const host = hostName(full, at);
  if (host.endsWith(`.${domain}`)) return host;
  throw new PinoutError({
    code: 'host-outside-domain',
    ...at,
    found: show(value),
    wanted: `a host in the cluster's domain ${domain}`,
    fix: `write ${at.field}: '${host.split('.')[0]}' (it becomes ${host.split('.')[0]}.${domain})`,
  });
}

/** The slug of an application in authentik. */
export function applicationOf({ idp: { applications = {} } }: Pick<Facts, 'idp'>, slug: string): string {
  return Object.hasOwn(applications, slug) ? applications[slug]! : slug;
}

/**
 * The issuer of an application, as clients compare it.
 *
 * @example
 * issuerOf(facts, 'grafana') // 'https://auth.home.example.org/application/o/grafana/'
 */
export function issuerOf(facts: Facts, slug: string): string {
  return endpointOf(facts.idp.endpoints.issuer, applicationOf(facts, slug));
}
