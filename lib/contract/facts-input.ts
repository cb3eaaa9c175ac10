import { type ApiserverInput, apiserverShape } from './apiserver.ts';
import { type CertificatesInput, certificatesShape } from './certificates.ts';
import { type DnsInput, dnsShape } from './dns.ts';
import { type EdgeInput, edgeShape } from './edge.ts';
import { type EdgeBeforeInput, edgeBeforeShape } from './edge-before.ts';
import { type IdpChoice, idpChoice } from './idp-choice.ts';
import { type ExistingIdpInput, existingIdpShape } from './existing-idp.ts';
import { installationFields, type InstallationInput } from './installation.ts';
import { type MonitoringInput, monitoringShape } from './monitoring.ts';
import { objectName } from './option-texts.ts';
import { choice, type Fields, list, object, record, text } from './shape.ts';
import { type PodSecurityLevel, podSecurityLevels } from './pod-security.ts';
import { type SignInInput, signInShape } from './sign-in.ts';
import type { Versions } from './versions.ts';

/** Facts of one installation, as its owner writes them. */
export interface FactsInput {
  /** Name of the cluster: the folder below dist. */
  readonly name: string;
  /** Domain below which every app has its host. */
  readonly domain: string;
  /** IPv4 or IPv6 address at which the ingress controller answers inside the home network. */
  readonly ingressAddress: string;
  /** Of what runs. `authentik` is left out beside `idp.provider`. */
  readonly versions: Versions;
  readonly edge: EdgeInput;
  /** The way in of before, while hosts move from it to `edge`. */
  readonly edgeBefore?: EdgeBeforeInput;
  /** cert-manager with issuers for the hosts. Absent: what the edge names is there before. */
  readonly certificates?: CertificatesInput;
  /** Where prometheus-operator comes from. Absent: no monitors and no alerts are written. */
  readonly monitoring?: MonitoringInput;
  /** How pods reach the identity provider by its public name; `{ mode: 'coredns-hosts' }` unless given: CoreDNS answers with `ingressAddress`. */
  readonly dns?: DnsInput;
  /** How kube-apiserver judges tokens of the apps that hand it some (kubectl, Headlamp). */
  readonly apiserver?: ApiserverInput;
  /** StorageClass of every volume that dist asks for; the cluster's default unless given. `values` of an app still say otherwise. */
  readonly storageClass?: string;
  readonly idp?: {
    /** First label of the identity provider's host; `auth` unless given. The host of an `existing` one may be any. */
    readonly host?: string;
    /** An identity provider of your own, made by `defineIdentityProvider`; authentik unless given. */
    readonly provider?: IdpChoice;
    /** An authentik that is there already: nothing of it is installed. */
    readonly existing?: ExistingIdpInput;
    /** `job` (default): one Job per app applies its blueprint. `worker`: authentik's own discovery does. */
    readonly apply?: 'job' | 'worker';
    /** `on-change` (default), or `hourly`, which also undoes edits made in authentik's UI. */
    readonly reapply?: 'on-change' | 'hourly';
    /** CIDRs of the reverse proxies whose X-Forwarded-* headers authentik believes; private networks unless given. */
    readonly trustedProxies?: readonly string[];
    /** Second factor, recovery, title and length of a sign-in; absent: as authentik has it. */
    readonly signIn?: SignInInput;
  } & InstallationInput;
  readonly gitops?: {
    readonly source?: { readonly kind: SourceKind; readonly name: string; readonly namespace: string };
    /** Path of dist inside the source; `./dist` unless given. */
    readonly path?: string;
    /** `on` when the Kustomizations use postBuild substitution (patched in by you); a `${` in an object is then refused. */
    readonly substitution?: 'off' | 'on';
  };
  /**
   * Pod Security Standard that a namespace enforces, by its name, where another one is wanted than that which its pods are known to meet: `privileged` lets
   * every pod in.
   */
  readonly podSecurity?: Readonly<Record<string, PodSecurityLevel>>;
  /** Usernames by group. Given, dist owns these member lists; absent, members are managed in authentik's UI. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
}

/** Kinds of source that dist may come from. */
export type SourceKind = 'GitRepository' | 'OCIRepository' | 'Bucket';
export const sourceKind = choice('GitRepository', 'OCIRepository', 'Bucket');

/** Shapes of the facts. */
export const factsFields: Fields<FactsInput> = {
  name: text,
  domain: text,
  ingressAddress: text,
  versions: object<Versions>({ kubernetes: text, authentik: text, flux: text }),
  edge: edgeShape,
  edgeBefore: edgeBeforeShape,
  certificates: certificatesShape,
  monitoring: monitoringShape,
  dns: dnsShape,
  apiserver: apiserverShape,
  storageClass: objectName,
  idp: object<NonNullable<FactsInput['idp']>>({
    host: text,
    provider: idpChoice,
    existing: existingIdpShape,
    apply: choice('job', 'worker'),
    reapply: choice('on-change', 'hourly'),
    trustedProxies: list(text),
    signIn: signInShape,
    ...installationFields,
  }),
  gitops: object<NonNullable<FactsInput['gitops']>>({
    source: object<NonNullable<NonNullable<FactsInput['gitops']>['source']>>({ kind: sourceKind, name: text, namespace: text }),
    path: text,
    substitution: choice('off', 'on'),
  }),
  people: record(list(text)),
  podSecurity: record(choice(...podSecurityLevels)),
};
