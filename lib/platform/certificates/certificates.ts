import type { Provider } from '../../contract/certificate-provider.ts';
import type { Certificates } from '../../contract/certificates.ts';
import type { Facts } from '../../contract/facts.ts';
import { helpPage } from '../../contract/help-page.ts';
import type { ManualStep } from '../../manifest/manual-step.ts';
import type { Placed } from '../../manifest/manifest.ts';
import type { Prerequisite } from '../../manifest/prerequisite.ts';
import { emptyPart, type Part } from '../part.ts';
import { certManager, certManagerNamespace } from './cert-manager.ts';
import { clusterIssuers } from './cluster-issuers.ts';
import { ovhWebhook } from './ovh-webhook.ts';
import { wildcard, wildcardNamespace, wildcardSecret } from './wildcard.ts';

/**
 * cert-manager, what proves control of the names, the issuers, and the wildcard certificate where one is wanted; nothing when the cluster has
 * all that before.
 *
 * cert-manager and webhook lie in `controllers` (one HelmRelease waits for the other), issuers in `configs`, the certificate in a folder that
 * nothing waits for.
 *
 * @param hosts every host of the cluster
 */
export function certificates(facts: Facts, hosts: readonly string[]): Part {
  const { certificates: wanted } = facts;
  if (wanted === undefined) return emptyPart;
  const { provider } = wanted;
  const one = wanted.certificate === 'wildcard' ? wildcard(wanted, facts, hosts) : [];
  return {
    ...emptyPart,
    placed: [
      ...(wanted.operator === 'release' ? certManager(facts) : []),
      ...(provider.kind === 'ovh' ? ovhWebhook(wanted, provider) : []),
      ...clusterIssuers(wanted, facts).map((object): Placed => ({ folder: 'configs', from: 'cluster', object })),
      ...one.map((object): Placed => ({ folder: 'platform/certificate', from: 'cluster', object })),
    ],
    namespaces: wanted.operator === 'release' ? [certManagerNamespace] : [],
    needed: [
      ...(wanted.operator === 'release' ? [] : presentOperator),
      ...credentials(provider),
      ...(one.length > 0 && !(facts.edge.kind === 'gateway' && facts.edge.gateway.className !== undefined) ? [place(wanted, facts)] : []),
    ],
    steps: secretsOf(provider).size === 0 ? [] : [credentialStep(provider)],
  };
}

const presentOperator: readonly Prerequisite[] = [
  { kind: 'Namespace', namespace: '', name: certManagerNamespace, why: 'your cert-manager runs there' },
  { kind: 'CustomResourceDefinition', namespace: '', name: 'clusterissuers.cert-manager.io', why: 'your cert-manager' },
  { kind: 'ServiceAccount', namespace: certManagerNamespace, name: 'cert-manager', why: 'the ServiceAccount of your cert-manager: it calls the webhook' },
];

/** Secrets that the way to prove control reads, and their keys. */
const secretsOf = (provider: Provider): ReadonlyMap<string, readonly string[]> => {
  const secrets = new Map<string, string[]>();
  const refs = provider.kind === 'ovh' ? Object.values(provider.credentials) : provider.kind === 'dns-01' ? provider.secrets : [];
  for (const { name, key } of refs) secrets.set(name, [...(secrets.get(name) ?? []), key]);
  return secrets;
};

const titleOf = (provider: Provider): string => (provider.kind === 'dns-01' ? provider.title : 'OVH');

function credentials(provider: Provider): Prerequisite[] {
  const webhook = provider.kind === 'dns-01' ? provider.webhook : undefined;
  const service = { kind: 'APIService', namespace: '', name: `v1alpha1.${webhook ?? ''}`, why: `your cert-manager webhook for ${titleOf(provider)}` };
  const secrets = [...secretsOf(provider)].map(([name, keys]) => ({
    kind: 'Secret',
    namespace: certManagerNamespace,
    name,
    why: `credentials of ${titleOf(provider)}: ${keys.join(', ')}; certificates are issued once it exists`,
  }));
  return webhook === undefined ? secrets : [service, ...secrets];
}

function credentialStep(provider: Provider): ManualStep {
  return {
    text: `Put the credentials of ${titleOf(provider)} into the namespace ${certManagerNamespace} (least rights: ${helpPage('certificates')}); values are read from files, so they stay out of the shell history`,
    commands: [...secretsOf(provider)].map(
      ([name, keys]) => `kubectl -n ${certManagerNamespace} create secret generic ${name} ${keys.map((key) => `--from-file=${key}=./${key}`).join(' ')}`,
    ),
  };
}

function place(wanted: Certificates, facts: Facts): Prerequisite {
  const namespace = wildcardNamespace(facts);
  const { edge } = facts;
  const use =
    edge.kind === 'gateway'
      ? `its listener must name the Secret ${wildcardSecret}`
      : edge.controller === 'ingress-nginx'
        ? `start it with --default-ssl-certificate=${namespace}/${wildcardSecret} (chart: controller.extraArgs.default-ssl-certificate)`
        : edge.controller === 'traefik'
          ? 'dist makes this the default certificate'
          : `the Secret ${wildcardSecret} must be its default certificate`;
  return { kind: 'Namespace', namespace: '', name: namespace, why: `your ingress controller or Gateway runs there; ${use}` };
}
