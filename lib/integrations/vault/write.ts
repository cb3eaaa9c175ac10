import { merge } from '../../compose/merge.ts';
import { resolve } from '../../compose/resolve.ts';
import type { ConfidentialContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { expose } from '../../edge/expose.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { chartPods, networkPolicy } from '../../edge/network-policy.ts';
import { chartVersion } from '../../delivery/chart-version.ts';
import { delivery } from '../../delivery/engine.ts';
import { resources } from '../../delivery/resources.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import type { AppEnd } from '../integration.ts';
import { bootstrapFiles, bootstrapSteps } from './bootstrap.ts';
import { loginObjects } from './login-objects.ts';
import type { VaultFlavor, VaultOptions } from './options.ts';
import { imageOf, isHighlyAvailable, refuseValues } from './refuse-values.ts';
import { vaultSettings } from './settings.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [{ path: 'server.authDelegator.enabled', value: true, why: 'the server reviews the token of the login Job' }];

/** Both images are built for amd64 and arm64. */
const products = {
  vault: {
    chart: { repository: 'https://helm.releases.hashicorp.com', chart: 'vault' },
    version: '0.34.1',
    image: { repository: 'hashicorp/vault', tag: '2.0.4' },
  },
  openbao: {
    chart: { repository: 'https://openbao.github.io/openbao-helm', chart: 'openbao' },
    version: '0.29.2',
    image: { registry: 'quay.io', repository: 'openbao/openbao', tag: '2.6.2' },
  },
} as const;

/** Vault's end: the HelmRelease, and the Job that writes the login into the running server. */
export function writeVault(options: VaultOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace, { app: slug, field: 'namespace' });
  const settings = vaultSettings(options, slug);
  const product = products[settings.flavor];
  const values = resolve(merge(vaultValues(facts), options.values ?? {})) as JsonMap;
  refuseValues(values, slug);
  // State of a login lies in the memory of one node, so the way in leads to the active one.
  const service = `${vaultFullname(settings.flavor, options.existing?.release ?? slug)}${isHighlyAvailable(values) ? '-active' : ''}`;
  const objects = [
    expose({ name: slug, namespace, host: new URL(contract.tile.launchUrl).hostname, service, port: 8200 }, facts),
    ...delivery.release({
      name: slug,
      namespace,
      chart: product.chart,
      version: chartVersion(options.chartVersion, product.version, slug),
      timeout: '10m',
      values,
      options,
    }),
    ...networkPolicy(
      options.networkPolicy,
      false,
      { name: slug, namespace, pods: { ...chartPods(settings.flavor, slug), component: 'server' }, inside: true },
      facts,
    ),
  ];
  return {
    namespace,
    ...podLevel(objects, 'baseline'),
    secrets: [contract.secret],
    reasons,
    // The login is written into the running server.
    loginValues: options.values ?? {},
    objects,
    login: loginObjects(contract, settings, { namespace, image: imageOf(values, product.image), address: `http://${service}.${namespace}.svc:8200` }, facts),
    manual: bootstrapFiles(slug, namespace, settings),
    steps: bootstrapSteps(slug, namespace, service, settings, facts.name),
  };
}

/** Name of the StatefulSet and of the Service: both charts leave the suffix out when the release carries it. */
export const vaultFullname = (flavor: VaultFlavor, slug: string): string => (slug.includes(flavor) ? slug : `${slug}-${flavor}`);

function vaultValues(facts: Facts): JsonMap {
  const aliases = hostAliases(facts);
  return {
    ui: { enabled: true },
    server: {
      ...(aliases.length === 0 ? {} : { hostAliases: aliases }),
      authDelegator: { enabled: true },
      ...(facts.storageClass === undefined ? {} : { dataStorage: { storageClass: facts.storageClass } }),
      resources: resources('20m', '128Mi', '1Gi'),
    },
    injector: { resources: resources('10m', '64Mi', '256Mi') },
  };
}
