import type { Manifests } from '../../tree/manifests.ts';
import type { OtherLogin } from '../identity-provider.ts';
import type { Entry } from './read-blueprints.ts';
import { otherProviders } from './other-providers.ts';
import { readBlueprints } from './read.ts';

const application = 'authentik_core.application';

/** What authentik's settings hold besides logins by OpenID Connect and forward-auth: it stays as it is. */
export function otherLogins(manifests: Pick<Manifests, 'tree' | 'objects' | 'containers' | 'releases'>): OtherLogin[] {
  const blueprints = readBlueprints(manifests);
  const owners = new Map<Entry, string>();
  const behind = new Map<Entry, string>();
  const links: OtherLogin[] = [];
  for (const one of blueprints.of(application)) {
    const slug = one.field('slug').text() ?? one.field('name').text() ?? '';
    const provider = one.field('provider');
    const own = blueprints.target(provider, one);
    if (own?.kind === 'entry') owners.set(own.entry, slug);
    for (const node of one.field('backchannel_providers').items()) {
      const target = blueprints.target(node, one);
      if (target?.kind === 'entry') behind.set(target.entry, slug);
    }
    if (!provider.exists || (provider.tag === undefined && provider.scalar() === null))
      links.push({ label: slug, why: 'its application has no provider: it is only a link, not a login', file: one.blueprint.file });
  }
  const providers = Object.entries(otherProviders).flatMap(([model, word]) =>
    blueprints.of(model).map((entry): OtherLogin => {
      const name = entry.field('name').text() ?? '';
      const owner = owners.get(entry);
      const app = behind.get(entry);
      const why = `${app === undefined ? `its provider ${name}` : `it is a backchannel provider of ${app}, and`} is for ${word}: pinout does not change it`;
      return { label: app === undefined ? (owner ?? name) : name, why, file: entry.blueprint.file };
    }),
  );
  return [...providers, ...links];
}
