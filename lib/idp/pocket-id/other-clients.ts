import { openGate } from '../../login/gate.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Reader } from '../../manifest/reader.ts';
import { known } from '../../tree/known.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { clientEnd, redirectsOf } from '../client-end.ts';
import { settingsWith } from '../settings.ts';

/**
 * Clients that Terraform makes (Trozz/terraform-provider-pocketid docs/resources/client.md), and those in lists for scripts, which have the words of
 * Pocket ID's API (pocket-id/pocket-id backend/internal/dto/oidc_dto.go, OidcClientUpdateDto).
 */
export function otherClients(manifests: Manifests, facts: IdpFacts): IdpEnd[] {
  const inTerraform = terraformResources(manifests).filter((one) => one.get('type').text() === 'pocketid_client');
  const inLists = [...settingsWith(manifests, facts.name, 'clients')].flatMap(({ found }) => found.items()).filter((one) => one.get('callbackURLs').exists);
  return [
    ...inTerraform.flatMap((one) => clientOf(one, one.get('callbackUrls'), true)),
    ...inLists.flatMap((one) => clientOf(one, one.get('callbackURLs'), false)),
  ];

  /** @param usual whether PKCE is asked for where nothing says so */
  function clientOf(one: Reader, list: Reader, usual: boolean): IdpEnd[] {
    const name = one.get('name').locatedText();
    const id = [one.get('clientId'), one.get('id')].find(({ exists }) => exists)?.locatedText();
    const uris = list.items();
    // One of many that only Terraform can count; and a client that signs nobody in.
    const isCounted = [name?.value, id?.value, ...uris.map((uri) => uri.text())].some((text) => known(text) !== undefined);
    if (!isCounted || (Array.isArray(list.value) && uris.length === 0)) return [];
    const pkce = one.get('pkceEnabled');
    const requires = pkce.exists ? pkce.scalar() : usual;
    return [
      clientEnd(facts, {
        at: one,
        label: one.get('address').text()?.split('.').slice(1).join('.') ?? name?.value ?? 'a client',
        clientId: id,
        name,
        launchUrl: [one.get('launchUrl'), one.get('launchURL')].find(({ exists }) => exists)?.locatedText(),
        redirects: uris.length === 0 ? undefined : redirectsOf(uris, { stars: true }),
        // Groups stand there by ids that nobody knows here.
        gate: ['allowedUserGroups', 'allowedGroups', 'isGroupRestricted'].some((key) => one.get(key).exists) ? undefined : openGate,
        isPublic: one.get('isPublic').exists ? one.get('isPublic').scalar() === true : false,
        requiresPkce: requires === true || one.get('isPublic').scalar() === true ? (pkce.exists ? pkce : one).located(undefined) : undefined,
      }),
    ];
  }
}
