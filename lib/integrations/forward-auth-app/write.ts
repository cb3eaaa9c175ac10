import type { Facts } from '../../contract/facts.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { dnsLabel } from '../../contract/names.ts';
import { portNumber } from '../../contract/port.ts';
import { guardedExposure } from '../../edge/guarded-exposure.ts';
import { runOf } from '../../flux/run-of.ts';
import { defaultPort, generatedKey, generatedSecrets, type RunOptions } from '../../flux/run-options.ts';
import { refuseUnused } from '../../flux/run-shapes.ts';
import { workload } from '../../flux/workload.ts';
import type { AppEnd } from '../integration.ts';
import type { ForwardAuthAppOptions, ForwardAuthLate } from './options.ts';

/** The guarded way to an app, and its release when it has one. */
export function writeForwardAuthApp(options: ForwardAuthAppOptions, contract: ForwardAuthContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });
  const { hostname } = new URL(contract.externalHost);
  const port = portNumber(options.port ?? defaultPort(options), { app: slug, field: 'port' });
  const service = dnsLabel(options.service ?? slug, { app: slug, field: 'service' });
  const generated = generatedSecrets(options.generated, slug);
  const way = guardedExposure({ name: slug, namespace, host: hostname, service, port }, contract, facts);
  const end = { namespace, secrets: [], generated: Object.values(generated) };
  if (options.chart === undefined && options.image === undefined) {
    refuseUnused(options, ['values', 'generated', 'timeout', 'env', 'data', 'beside'], 'without chart or image', slug);
    return { ...end, objects: way };
  }
  const late: ForwardAuthLate = {
    generated: generatedKey(generated, slug),
    host: hostname,
    url: contract.externalHost,
    facts,
  };
  const run = runOf(options as RunOptions<ForwardAuthLate>, late, { name: slug, port, hostAliases: [], facts });
  return {
    ...end,
    objects: [...way, ...workload({ name: slug, namespace, ...run, ...(options.timeout === undefined ? {} : { timeout: options.timeout }) }, facts.features)],
  };
}
