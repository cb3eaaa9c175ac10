import type { IdpEnd } from '../../login/idp-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { known } from '../../tree/known.ts';
import { defined } from '../../tree/defined.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import { validityOf } from './validity.ts';
import { clientEnd, guardEnd } from '../client-end.ts';
import { authentikFacts } from './facts.ts';
import { guardDomainOf } from './read.ts';

/** Clients that Terraform makes (goauthentik/terraform-provider-authentik, docs/resources/provider_oauth2.md, application.md). */
export function terraformClients(manifests: Manifests): IdpEnd[] {
  return providersIn(manifests, 'authentik_provider_oauth2').flatMap(({ provider: one, application }) => {
    const slug = application?.get('slug').locatedText();
    const name = application?.get('name').locatedText() ?? one.get('name').locatedText();
    const label = known(slug?.value) ?? known(name?.value);
    const end = clientEnd(authentikFacts, {
      at: one,
      label: 'a client',
      clientId: one.get('clientId').locatedText(),
      name,
      launchUrl: application?.get('metaLaunchUrl').locatedText(),
      redirects: redirectsIn(one.get('allowedRedirectUris'), 'strict') ?? redirectsIn(one.get('redirectUris'), 'regex'),
      // Without any, nothing is mapped (docs/resources/provider_oauth2.md; the API of authentik takes an empty list).
      ...(one.get('propertyMappings').exists ? {} : { scopes: [] }),
      isPublic: one.get('clientType').exists ? one.get('clientType').text() === 'public' : false,
    });
    // One of many that only Terraform can count.
    if (label === undefined && known(end.clientId?.value) === undefined && end.redirects === undefined) return [];
    return [{ ...end, ...defined({ slug, label, accessTokenMinutes: validityOf(one.get('accessTokenValidity')) }) }];
  });
}

/** Hosts that Terraform makes a proxy provider for (docs/resources/provider_proxy.md). */
export const terraformGuards = (manifests: Manifests): IdpEnd[] =>
  providersIn(manifests, 'authentik_provider_proxy').flatMap(({ provider, application }) => {
    const host = provider.get('externalHost').locatedText();
    // One of many that only Terraform can count.
    if (hostTextOf(host?.value) === undefined) return [];
    const slug = application?.get('slug').locatedText();
    const name = application?.get('name').locatedText() ?? provider.get('name').locatedText();
    const guardMode = provider.get('mode').locatedText();
    const guardDomain = guardDomainOf(provider.get('mode'), provider.get('cookieDomain'));
    return [
      { ...guardEnd(authentikFacts, { at: provider, label: known(slug?.value) ?? 'a provider', name, host }), ...defined({ slug, guardMode, guardDomain }) },
    ];
  });

/** Providers of a kind, each with its application. */
function providersIn(manifests: Manifests, type: string): { readonly provider: Reader; readonly application: Reader | undefined }[] {
  const all = terraformResources(manifests);
  const of = (wanted: string) => all.filter((one) => one.get('type').text() === wanted);
  const applications = new Map(of('authentik_application').map((one) => [`${one.get('module').text()}${one.get('protocolProvider').text()}`, one]));
  return of(type).map((provider) => ({
    provider,
    application: applications.get(`${provider.get('module').text()}\${${provider.get('address').text()}.id}`),
  }));
}

/** A list that stands there: what is computed may hold anything. */
function redirectsIn(list: Reader, usual: string): IdpEnd['redirects'] | undefined {
  if (!Array.isArray(list.value)) return undefined;
  const found = list.items().map((one) => {
    const url = one.text() ?? one.get('url').text();
    const use = one.get('redirect_uri_type').text() === 'logout' ? 'logout' : 'login';
    return url === undefined ? undefined : one.located({ url, use, matching: one.get('matching_mode').text() ?? usual });
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}
