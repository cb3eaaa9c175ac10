import type { Facts } from '../../contract/facts.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { dnsLabel } from '../../contract/names.ts';
import { portNumber } from '../../contract/port.ts';
import { guardedExposure } from '../../edge/guarded-exposure.ts';
import { appTemplatePods, networkPolicy } from '../../edge/network-policy.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import { runOf } from '../../delivery/run-of.ts';
import { defaultPort, generatedKey, generatedSecrets, type RunOptions } from '../../delivery/run-options.ts';
import { refuseUnused } from '../../delivery/run-shapes.ts';
import { workload } from '../../delivery/workload.ts';
import type { ManualStep } from '../../manifest/manual-step.ts';
import type { AppEnd } from '../integration.ts';
import type { ForwardAuthAppOptions, ForwardAuthLate } from './options.ts';

/** The guarded way to an app, and its release when it has one. */
export function writeForwardAuthApp(options: ForwardAuthAppOptions, contract: ForwardAuthContract, facts: Facts): AppEnd {
  const { slug } = contract;
  if (options.wayIn !== undefined) {
    refuseUnused(options, unusedWithWayIn, "with wayIn: 'present'", slug);
    return { elsewhere: true, objects: [], secrets: [] };
  }
  const namespace = dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });
  const { hostname } = new URL(contract.externalHost);
  const port = portNumber(options.port ?? defaultPort(options), { app: slug, field: 'port' });
  const service = dnsLabel(options.service ?? slug, { app: slug, field: 'service' });
  const generated = generatedSecrets(options.generated, slug);
  const way = guardedExposure({ name: slug, namespace, host: hostname, service, port }, contract, facts);
  const policy = (pods: Readonly<Record<string, string>> | undefined) =>
    networkPolicy(options.networkPolicy, true, { name: slug, namespace, ...(pods === undefined ? {} : { pods }) }, facts);
  const end = { namespace, secrets: [], generated: Object.values(generated) };
  if (options.chart === undefined && options.image === undefined) {
    refuseUnused(
      options,
      ['values', 'generated', 'timeout', 'env', 'data', 'sidecars', 'resources', 'driftDetection', 'schemaValidation'],
      'without chart or image',
      slug,
    );
    return { ...end, objects: [...way, ...policy(undefined)], steps: steps(options, slug, namespace) };
  }
  const late: ForwardAuthLate = {
    generated: generatedKey(generated, slug),
    host: hostname,
    url: contract.externalHost,
    facts,
  };
  const run = runOf(options as RunOptions<ForwardAuthLate>, late, { name: slug, port, hostAliases: [], facts });
  const objects = [
    ...way,
    ...workload({ name: slug, namespace, ...run, ...(options.timeout === undefined ? {} : { timeout: options.timeout }), release: options }, facts),
    ...policy('container' in run.what ? appTemplatePods(slug) : undefined),
  ];
  return {
    ...end,
    ...podLevel(objects, 'container' in run.what ? 'baseline' : undefined),
    objects,
    steps: 'container' in run.what ? [] : steps(options, slug, namespace),
  };
}

const unusedWithWayIn = [
  ...['chart', 'image', 'values', 'generated', 'timeout', 'env', 'data', 'sidecars', 'resources', 'driftDetection', 'schemaValidation'],
  ...['namespace', 'service', 'port', 'networkPolicy', 'existing'],
];

/** Labels of pods that another chart makes are known to its user alone. */
const steps = ({ networkPolicy: choice }: ForwardAuthAppOptions, slug: string, namespace: string): readonly ManualStep[] =>
  choice === undefined
    ? [
        {
          text: `Allow only the ingress controller to reach ${slug}: write \`networkPolicy: { pods: { … } }\` with the labels that \`kubectl -n ${namespace} get pods --show-labels\` shows, or \`networkPolicy: false\`. Until then any pod in the cluster can send ${slug} the headers of any user`,
        },
      ]
    : [];
