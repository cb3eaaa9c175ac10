import type { IdpFacts } from '../../login/idp-facts.ts';
import { type Make, suffixes } from '../../tree/made-secrets.ts';
import type { Reader } from '../../manifest/reader.ts';
import { known } from '../../tree/known.ts';
import { clientEnd, redirectsOf, textsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { provisionedClients } from './provisioned-clients.ts';
import { admittedBy } from './admitted.ts';

const facts: IdpFacts = {
  name: 'kanidm',
  title: 'Kanidm',
  runs: { charts: ['kanidm'], image: /(?:^|\/)kanidm\/server$/, hostVariables: ['KANIDM_ORIGIN'] },
  address: /\/oauth2\/openid\/|\/ui\/oauth2\b|\/oauth2\/authori[sz]e\b/,
  issuerKey: /\/oauth2\/openid\/([^/?#]+)/,
  issuerPath: (id) => `/oauth2/openid/${id}`,
  refreshNeedsOfflineAccess: false,
  // https://kanidm.github.io/kanidm/stable/integrations/oauth2.html: all scopes that are asked for must be there, or the login is refused.
  foreignScope: 'refused',
  // kanidm/kanidm, server/lib/src/idm/oauth2.rs: `Url`, of which rust-url drops the usual port.
  parsesRedirects: true,
  namesEveryClient: false,
  words: {
    client: 'a KanidmOAuth2Client',
    clientId: 'metadata.name',
    confidential: 'public: false',
    public: 'public: true',
    redirects: 'redirectUrl',
    redirect: (url) => url,
    scopes: 'scopeMap',
    scope: (name) => name,
  },
};

/** pando85/kaniop writes CLIENT_ID and CLIENT_SECRET, and both again by each name among the aliases. */
const credentials: Make = (spec, name, { root }) => {
  const id = spec.get('kanidmName').exists ? spec.get('kanidmName') : root.get('metadata', 'name');
  const aliases = (of: string): string[] => spec.items('secretKeyAliases', of).flatMap((one) => one.text() ?? []);
  const keys = new Map<string, Reader | undefined>(['CLIENT_ID', ...aliases('clientId')].map((key) => [key, id]));
  for (const key of ['CLIENT_SECRET', ...aliases('clientSecret')]) keys.set(key, undefined);
  return [{ name: `${name}-kanidm-oauth2-credentials`, keys }];
};

/** Kanidm by the custom resources of pando85/kaniop, and by the settings that oddlama/kanidm-provision writes into it. */
export const kanidm: IdentityProvider = {
  facts,
  makes: { KanidmOAuth2Client: credentials, Kanidm: suffixes('admin-passwords') },
  read(manifests) {
    const { objects } = manifests;
    const clients = objects.of('KanidmOAuth2Client').map(({ root, name, namespace }) => {
      const spec = root.get('spec');
      const named = root.get('metadata', 'name');
      const id = spec.get('kanidmName').locatedText() ?? named.locatedText();
      const list = spec.get('redirectUrl');
      const maps = spec.items('scopeMap');
      const exact = redirectsOf(list.text() === undefined ? list.items() : [list]);
      const groups = textsOf(maps.map((map) => map.get('group'))).map((group) => ({ ...group, value: group.value.split('@', 1)[0] ?? '' }));
      // The page of the app is allowed as well; without strict matching, whatever is on the same host.
      const page = redirectsOf([spec.get('origin')], { use: 'page' });
      const loose = [...exact, ...page].flatMap((one) => {
        const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.exec(one.value.url)?.[0];
        return origin === undefined ? [] : [{ ...one, value: { url: `${origin}/*`, use: 'page', matching: 'glob' } }];
      });
      return clientEnd(facts, {
        at: spec,
        label: name,
        clientId: id,
        name: spec.get('displayname').locatedText(),
        launchUrl: spec.get('origin').locatedText(),
        issuerKey: id,
        redirects: [...exact, ...page, ...(spec.get('strictRedirectUrl').scalar() === false ? loose : [])],
        scopes: maps.length === 0 || maps.some((map) => map.items('scopes').length === 0) ? undefined : maps.flatMap((map) => textsOf(map.items('scopes'))),
        isPublic: spec.get('public').scalar() === true,
        // https://kanidm.github.io/kanidm/stable/integrations/oauth2.html: every client has to use PKCE, unless it is let off.
        requiresPkce: spec.get('allowInsecureClientDisablePkce').scalar() === true ? undefined : spec.located(undefined),
        ...admittedBy(groups, spec.located(undefined)),
        makes: { name: `${name}-kanidm-oauth2-credentials`, namespace, key: 'CLIENT_SECRET', idKey: 'CLIENT_ID' },
      });
    });
    return {
      clients: [...clients, ...provisionedClients(manifests, facts)],
      hosts: objects.of('Kanidm').flatMap(({ root }) => known(root.text('spec', 'domain')) ?? []),
    };
  },
};
