import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import { fetchCommand, fetchers } from '../../contract/fetch-command.ts';
import { choice } from '../../contract/shape.ts';
import type { Probe } from '../integration.ts';
import type { OidcAppOptions } from './options.ts';

/** A test from the app's pod, when its user says what the image has. @throws PinoutError `choice-unknown` */
export function probeOidcApp(options: OidcAppOptions, { slug }: OidcContract, facts: Facts): Probe | undefined {
  const { probe } = options;
  if (probe === undefined) return undefined;
  const fetcher = choice(...fetchers)(probe.fetcher, { app: slug, field: 'probe.fetcher' });
  return {
    namespace: options.namespace ?? slug,
    workload: probe.workload ?? `deploy/${slug}`,
    container: probe.container ?? (options.image === undefined ? slug : 'app'),
    command: fetchCommand(fetcher, discoveryUrl(facts, slug)),
  };
}
