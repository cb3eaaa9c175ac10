import { type LoginEnd, oidcEnd } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import { defined } from '../../tree/defined.ts';
import { slugOf } from '../../tree/known.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { fileObject } from '../../tree/tree.ts';

/** Before version 5 of the provider it had the shorter name, and its settings in a block. */
const types: ReadonlySet<string> = new Set(['cloudflare_zero_trust_access_identity_provider', 'cloudflare_access_identity_provider']);

/** What it asks for unless told (developers.cloudflare.com/cloudflare-one/integrations/identity-providers/generic-oidc). */
const usual = ['openid', 'email', 'profile'];

/**
 * Reads Cloudflare Access' end: identity providers of the kind `oidc` that Terraform makes (cloudflare/terraform-provider-cloudflare,
 * docs/resources/zero_trust_access_identity_provider.md). Others have no address of their own.
 */
export const readCloudflareAccess = (manifests: Manifests): LoginEnd[] =>
  terraformResources(manifests)
    .filter((one) => types.has(one.text('type') ?? '') && one.get('config', 'auth_url').exists)
    .map(endOf);

function endOf(one: Reader): LoginEnd {
  const config = one.get('config');
  const at = one.located(undefined);
  const text = (key: string) => config.get(key).locatedText();
  const asked = config.get('scopes').items();
  const certs = text('certs_url');
  const slug = slugOf(certs?.value);
  return oidcEnd({
    app: 'cloudflare-access',
    object: { ...fileObject(one), name: one.text('name') ?? 'cloudflare-access' },
    at,
    clientId: text('client_id'),
    confidential: config.get('client_secret').exists ? true : undefined,
    endpoints: ['auth_url', 'token_url', 'certs_url'].flatMap((key) => text(key) ?? []),
    scopes: asked.length === 0 ? usual.map((value) => ({ ...at, value })) : asked.flatMap((scope) => scope.locatedText() ?? []),
    // At https://TEAM.cloudflareaccess.com, and Terraform does not say the team here.
    callback: { ...at, value: '/cdn-cgi/access/callback' },
    pkce: config.get('pkce_enabled').scalar() === true,
    ...defined({ slug: slug === undefined ? undefined : { ...certs!, value: slug } }),
  });
}
