import { type ForwardAuthContract, forwardAuth } from '../../contract/forward-auth.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { type ForwardAuthAppOptions, forwardAuthAppShape } from './options.ts';
import { readForwardAuthApp } from './read.ts';
import { writeForwardAuthApp } from './write.ts';

function contracts(options: ForwardAuthAppOptions, facts: Facts): readonly [ForwardAuthContract] {
  const slug = slugName(options.name, { app: 'forward-auth-app', field: 'name' });
  const host = hostUnder(options.host ?? slug, facts.domain, { app: slug, field: 'host' });
  return [
    forwardAuth({
      slug,
      externalHost: `https://${host}`,
      access: options.access,
      ...(options.openPaths === undefined ? {} : { openPaths: options.openPaths }),
      tile: { name: slug.charAt(0).toUpperCase() + slug.slice(1), ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}

/** Codec of any app behind forward-auth: its end stands at the edge. */
export const forwardAuthAppIntegration: Integration<ForwardAuthAppOptions, readonly [ForwardAuthContract]> = {
  name: 'forward-auth-app',
  general: true,
  shape: forwardAuthAppShape,
  contracts,
  write: (options, [contract], facts) => writeForwardAuthApp(options, contract, facts),
  read: readForwardAuthApp,
};

/**
 * An app without a login of its own, behind authentik: by its chart, by its image, or only the guarded way to a Service that is there.
 *
 * @example
 * forwardAuthApp({ name: 'whoami', access: groups('whoami-users'), image: 'docker.io/traefik/whoami:v1.11.0', port: 80 });
 */
export function forwardAuthApp(...given: [options: ForwardAuthAppOptions]): App<ForwardAuthAppOptions> {
  return appOf(forwardAuthAppIntegration, given);
}
