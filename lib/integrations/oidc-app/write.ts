import type { OidcContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { portNumber } from '../../contract/port.ts';
import { expose } from '../../edge/expose.ts';
import { appTemplatePods, networkPolicy } from '../../edge/network-policy.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import { runOf } from '../../delivery/run-of.ts';
import { defaultPort, generatedSecrets, type RunOptions } from '../../delivery/run-options.ts';
import { refuseUnused } from '../../delivery/run-shapes.ts';
import { workload } from '../../delivery/workload.ts';
import type { AppEnd } from '../integration.ts';
import { hostOf, isElsewhere } from './contracts.ts';
import { lateOf } from './late.ts';
import type { OidcAppOptions, OidcLate } from './options.ts';
import { writeElsewhere } from './write-elsewhere.ts';
import { refuseRootIssuer } from './refuse-root-issuer.ts';

/** The app's end: its release, with values that see the finished contract, and the way to it. */
export function writeOidcApp(options: OidcAppOptions, contract: OidcContract, facts: Facts): AppEnd {
  if (options.existing !== undefined) refuseUnused(options, ['chart', 'image'], 'together with existing: the release is yours', contract.slug);
  if (isElsewhere(options)) return writeElsewhere(options, contract, facts);
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });
  const host = hostOf(options, slug, facts);
  const service = dnsLabel(options.service ?? slug, { app: slug, field: 'service' });
  const port = portNumber(options.port ?? defaultPort(options), { app: slug, field: 'port' });
  const generated = generatedSecrets(options.generated, slug);
  const late = lateOf(contract, host, generated, facts);
  const run = runOf(options as RunOptions<OidcLate>, late, { name: slug, port, hostAliases: late.hostAliases, facts });
  const objects = [
    expose({ name: slug, namespace, host, service, port }, facts),
    ...workload({ name: slug, namespace, ...run, ...(options.timeout === undefined ? {} : { timeout: options.timeout }), release: options }, facts),
    ...networkPolicy(options.networkPolicy, false, { name: slug, namespace, ...('container' in run.what ? { pods: appTemplatePods(slug) } : {}) }, facts),
  ];
  refuseRootIssuer(objects, slug, facts.idp);
  return {
    namespace,
    ...podLevel(objects, 'container' in run.what ? 'baseline' : undefined),
    secrets: contract.clientType === 'confidential' ? [contract.secret] : [],
    generated: Object.values(generated),
    objects,
  };
}
