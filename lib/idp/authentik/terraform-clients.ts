import type { IdpEnd } from '../../login/idp-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { known } from '../../tree/known.ts';
import { defined } from '../../tree/defined.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { clientEnd } from '../client-end.ts';
import { authentikFacts } from './facts.ts';

/** Clients that Terraform makes (goauthentik/terraform-provider-authentik, docs/resources/provider_oauth2.md, application.md). */
export function terraformClients(manifests: Manifests): IdpEnd[] {
  const all = terraformResources(manifests);
  const of = (type: string) => all.filter((one) => one.get('type').text() === type);
  const applications = new Map(of('authentik_application').map((one) => [`${one.get('module').text()}${one.get('protocolProvider').text()}`, one]));
  return of('authentik_provider_oauth2').flatMap((one) => {
    const application = applications.get(`${one.get('module').text()}\${${one.get('address').text()}.id}`);
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
      isPublic: one.get('clientType').exists ? one.get('clientType').text() === 'public' : false,
    });
    // One of many that only Terraform can count.
    if (label === undefined && known(end.clientId?.value) === undefined && end.redirects === undefined) return [];
    return [{ ...end, ...defined({ slug, label }) }];
  });
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
