import { createHash } from 'node:crypto';
import type { Facts } from '../../contract/facts.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { dnsLabel } from '../../contract/names.ts';
import { merge } from '../../compose/merge.ts';
import { guardedExposure } from '../../edge/guarded-exposure.ts';
import { appTemplatePods, networkPolicy } from '../../edge/network-policy.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import { workload } from '../../delivery/workload.ts';
import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import type { AppEnd } from '../integration.ts';
import { configFiles } from './config-files.ts';
import { discoveryRights } from './discovery-rights.ts';
import type { HomepageOptions } from './options.ts';

/** For amd64 and arm64. */
export const homepageImage = 'ghcr.io/gethomepage/homepage:v1.13.2';

const port = 3000;

/** homepage's end: the guarded way, the page with its files, and the rights to look around. */
export function writeHomepage(options: HomepageOptions, contract: ForwardAuthContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });
  const { hostname } = new URL(contract.externalHost);
  const mode = options.discovery ?? 'cluster';
  const looks = mode === 'cluster';
  const data = configFiles(options.files, mode, facts.edge.kind);
  const config: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${slug}-config`, namespace }, data } satisfies Written<'ConfigMap'>;
  const env = ownEnv(
    {
      MY_POD_IP: { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      // Every other host is refused since 1.0; probes of Kubernetes come by the pod's address.
      HOMEPAGE_ALLOWED_HOSTS: `${hostname},$(MY_POD_IP):${port}`,
    },
    options.env,
    slug,
  );
  const container = {
    name: slug,
    image: imageOf(options.image ?? homepageImage, { app: slug, field: 'image' }),
    port,
    env,
    // app-template 5 mounts no token unless asked.
    ...(looks ? { pod: { automountServiceAccountToken: true }, controller: { serviceAccount: { name: `${slug}-discovery` } } } : {}),
  };
  const own: JsonMap = {
    controllers: { [slug]: { pod: { annotations: { 'pinout/config-sha256': createHash('sha256').update(JSON.stringify(data)).digest('hex') } } } },
    persistence: {
      config: {
        type: 'configMap',
        name: `${slug}-config`,
        advancedMounts: { [slug]: { app: Object.keys(data).map((file) => ({ path: `/app/config/${file}`, subPath: file, readOnly: true })) } },
      },
    },
  };
  const objects = [
    ...guardedExposure({ name: slug, namespace, host: hostname, service: slug, port }, contract, facts),
    config,
    ...(looks ? discoveryRights(slug, namespace, facts.edge.kind) : []),
    ...workload({ name: slug, namespace, what: { container }, values: merge(own, options.values ?? {}) as JsonMap, release: options }, facts),
    ...networkPolicy(options.networkPolicy, true, { name: slug, namespace, pods: appTemplatePods(slug) }, facts),
  ];
  return {
    namespace,
    ...podLevel(objects, 'baseline'),
    secrets: [],
    objects,
  };
}
