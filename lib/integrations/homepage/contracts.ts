import { forwardAuth, type ForwardAuthContract } from '../../contract/forward-auth.ts';
import { type Facts, hostUnder } from '../../contract/facts.ts';
import { slugName } from '../../contract/names.ts';
import type { HomepageOptions } from './options.ts';

/** The contract of a homepage: it has no login of its own, and none is planned. @throws PinoutError of the contract's constructors */
export function homepageContracts(options: HomepageOptions, facts: Facts): readonly [ForwardAuthContract] {
  const slug = slugName(options.name ?? 'homepage', { app: 'homepage', field: 'name' });
  const host = hostUnder(options.host, facts.domain, { app: slug, field: 'host' });
  return [
    forwardAuth({
      slug,
      externalHost: `https://${host}`,
      access: options.access,
      tile: { name: 'Homepage', ...options.tile, launchUrl: `https://${host}/` },
    }),
  ];
}
