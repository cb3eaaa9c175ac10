import type { IdpEnd } from '../../login/idp-end.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Reader } from '../../manifest/reader.ts';
import { hostOf, known } from '../../tree/known.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { clientEnd, redirectsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';

const facts: IdpFacts = {
  name: 'zitadel',
  title: 'Zitadel',
  runs: { charts: ['zitadel'], image: /(?:^|\/)zitadel\/zitadel$/, hostVariables: ['ZITADEL_EXTERNALDOMAIN'] },
  // zitadel/zitadel docs, apis/openidoauth/endpoints: the issuer is the domain of the instance.
  issuerPath: () => '',
  address: /\/oauth\/v2\/(?:authorize|token|introspect|revoke|keys)\b|\/oidc\/v1\/(?:userinfo|end_session)\b/,
  // zitadel/oidc pkg/op/token.go, needsRefreshToken
  refreshNeedsOfflineAccess: true,
  // zitadel/oidc pkg/op/auth_request.go, ValidateAuthReqScopes: "deletes any unsupported scopes"
  foreignScope: 'dropped',
  namesEveryClient: false,
  words: {
    client: 'a zitadel_application_oidc',
    clientId: 'client_id',
    confidential: 'auth_method_type = "OIDC_AUTH_METHOD_TYPE_BASIC"',
    public: 'auth_method_type = "OIDC_AUTH_METHOD_TYPE_NONE"',
    redirects: 'redirect_uris',
    redirect: (url) => url,
    scopes: 'scopes',
    scope: (name) => name,
  },
};

/** Zitadel, whose applications Terraform or an operator makes. Zitadel makes up their client ids. */
export const zitadel: IdentityProvider = {
  facts,
  read(manifests) {
    const inTerraform = terraformResources(manifests).filter((one) => one.get('type').text() === 'zitadel_application_oidc');
    const objects = manifests.objects.of('OIDCApp', 'OIDCApplication').filter(({ apiVersion }) => /^(?:[^/]*zitadel|cnoidc\.famedly)/.test(apiVersion));
    const hosts = manifests.releases.flatMap((one) =>
      facts.runs.charts.includes(one.chart) ? (hostOf(one.get('zitadel', 'configmapConfig', 'ExternalDomain').text()) ?? []) : [],
    );
    return { clients: [...inTerraform.flatMap(inTerraformOf), ...objects.map(ofObject)], hosts };
  },
};

/** zitadel/terraform-provider-zitadel docs/resources/application_oidc.md */
function inTerraformOf(one: Reader): IdpEnd[] {
  const uris = one.get('redirectUris').items();
  const name = one.get('name').locatedText();
  // One of many that only Terraform can count; and a client that signs nobody in.
  if (uris.length === 0 || [name?.value, ...uris.map((uri) => uri.text())].every((text) => known(text) === undefined && !isFilledIn(text))) return [];
  return [
    clientEnd(facts, {
      at: one,
      label: one.get('address').text()?.split('.').slice(1).join('.') ?? 'a client',
      name,
      redirects: allowed(uris, one),
      isPublic: one.get('authMethodType').text() === 'OIDC_AUTH_METHOD_TYPE_NONE',
      makes: secretOf(one.get('writes')),
    }),
  ];
}

/** An object of truvity/zitadel-operator (OIDCApp), of famedly's, or of a provider of Crossplane, which has its fields in `forProvider`. */
function ofObject({ root, name, namespace }: TreeObject): IdpEnd {
  const spec = root.get('spec');
  const app = spec.get('forProvider').exists ? spec.get('forProvider') : spec;
  const uris = ['redirectUris', 'redirectURIs'].flatMap((key) => app.get(key).items());
  const [secret, connection] = [spec.get('secretRef'), spec.get('writeConnectionSecretToRef')];
  const [key, idKey] = connection.exists ? ['clientSecret', 'clientID'] : [secret.text('keys', 'clientSecret'), secret.text('keys', 'clientId')];
  const made = connection.text('name') ?? secret.text('name');
  return clientEnd(facts, {
    at: app,
    label: name,
    name: app.get('name').locatedText() ?? root.get('metadata', 'name').locatedText(),
    redirects: uris.length === 0 ? undefined : allowed(uris, app),
    isPublic: app.text('type') === 'public' || app.text('authMethod')?.toLowerCase() === 'none',
    makes: made === undefined || key === undefined || idKey === undefined ? undefined : { name: made, namespace, key, idKey },
  });
}

/** zitadel/zitadel internal/api/oidc/client_converter.go, RedirectURIGlobs: in development mode alone a star stands for anything. */
const allowed = (uris: readonly Reader[], app: Reader): IdpEnd['redirects'] => redirectsOf(uris, { stars: app.get('devMode').scalar() === true });

/** A text with a variable of the tree is the same text at the other end. */
const isFilledIn = (text: string | undefined): boolean => text !== undefined && /\$\{[A-Z][A-Z0-9_]*\}/.test(text);

/** The Secret that the outputs of a run go into. */
function secretOf(writes: Reader): IdpEnd['makes'] {
  const keyOf = (output: RegExp): string | undefined =>
    writes
      .get('outputs')
      .entries()
      .find(([name]) => output.test(name))?.[1]
      .text();
  const [name, key, idKey] = [writes.text('name'), keyOf(/client_?secret$/i), keyOf(/client_?id$/i)];
  return name === undefined || key === undefined || idKey === undefined ? undefined : { name, namespace: writes.text('namespace') ?? '', key, idKey };
}
