import { type Facts, hostUnder } from '../../contract/facts.ts';
import { dnsLabel, slugName } from '../../contract/names.ts';
import { portNumber } from '../../contract/port.ts';
import { expose } from '../../edge/expose.ts';
import { appTemplatePods, networkPolicy } from '../../edge/network-policy.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import { runOf } from '../../delivery/run-of.ts';
import { defaultPort, generatedKey, generatedSecrets, type RunOptions } from '../../delivery/run-options.ts';
import { refuseUnused } from '../../delivery/run-shapes.ts';
import { workload } from '../../delivery/workload.ts';
import type { AppEnd } from '../integration.ts';
import type { HelmAppOptions, HelmLate } from './options.ts';

/** A release, and the way to it when it has a host. Anyone who reaches the host reaches the app: pinout gives it no login. */
export function writeHelmApp(options: HelmAppOptions, facts: Facts): AppEnd {
  const name = slugName(options.name, { app: 'helm-app', field: 'name' });
  const namespace = dnsLabel(options.namespace ?? name, { app: name, field: 'namespace' });
  const host = options.host === undefined ? undefined : hostUnder(options.host, facts.domain, { app: name, field: 'host' });
  const port = portNumber(options.port ?? defaultPort(options), { app: name, field: 'port' });
  const service = dnsLabel(options.service ?? name, { app: name, field: 'service' });
  const generated = generatedSecrets(options.generated, name);
  if (host === undefined) refuseUnused(options, ['service'], 'without host', name);
  const late: HelmLate = {
    generated: generatedKey(generated, name),
    ...(host === undefined ? {} : { host, url: `https://${host}` }),
    facts,
  };
  const run = runOf(options as RunOptions<HelmLate>, late, { name, port, hostAliases: [], facts });
  const objects = [
    ...(host === undefined ? [] : [expose({ name, namespace, host, service, port }, facts)]),
    ...workload({ name, namespace, ...run, ...(options.timeout === undefined ? {} : { timeout: options.timeout }), release: options }, facts),
    ...networkPolicy(options.networkPolicy, false, { name, namespace, ...('container' in run.what ? { pods: appTemplatePods(name) } : {}) }, facts),
  ];
  return {
    namespace,
    ...podLevel(objects, 'container' in run.what ? 'baseline' : undefined),
    secrets: [],
    generated: Object.values(generated),
    objects,
  };
}
