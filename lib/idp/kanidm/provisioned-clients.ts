import { admittedBy } from './admitted.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { clientEnd, redirectsOf, textsOf } from '../client-end.ts';
import { settingsWith } from '../settings.ts';

/** Clients as oddlama/kanidm-provision takes them (README.md, src/state.rs): `systems.oauth2`, a map by client id, in a file or in a ConfigMap for a sidecar. */
export function provisionedClients(manifests: Manifests, facts: IdpFacts): IdpEnd[] {
  return [...settingsWith(manifests, 'kanidm', 'systems', 'oauth2')].flatMap(({ found }) =>
    found.entries().flatMap(([name, client]) => {
      // A second file may add to what the first says of a client.
      if (!client.get('originUrl').exists || !client.get('displayName').exists || client.get('present').scalar() === false) return [];
      const id = client.located(name);
      const list = client.get('originUrl');
      const maps = client.get('scopeMaps').entries();
      const groups = maps.map(([group, scopes]) => scopes.located(group.split('@', 1)[0] ?? ''));
      return clientEnd(facts, {
        at: client,
        label: name,
        clientId: id,
        name: client.get('displayName').locatedText(),
        launchUrl: client.get('originLanding').locatedText(),
        issuerKey: id,
        redirects: [...redirectsOf(list.text() === undefined ? list.items() : [list]), ...redirectsOf([client.get('originLanding')], { use: 'page' })],
        scopes: maps.length === 0 ? undefined : textsOf(maps.flatMap(([, scopes]) => scopes.items())),
        isPublic: client.get('public').scalar() === true,
        requiresPkce: client.get('allowInsecureClientDisablePkce').scalar() === true ? undefined : client.located(undefined),
        ...admittedBy(groups, client.located(undefined)),
      });
    }),
  );
}
