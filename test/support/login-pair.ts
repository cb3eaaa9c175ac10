import { checkFiles, type CheckOptions } from '../../lib/check/check-tree.ts';

/** What authentik has for one app: a blueprint file with provider, application and group, and nothing to find in it. */
export function blueprintFor(
  slug: string,
  { redirects, scopes = ['openid', 'profile', 'email'], clientId = slug, type = 'confidential' }: ClientOptions,
): { file: string; text: string } {
  const own = scopes.map((scope) => (scope === 'openid' || scope === 'profile' || scope === 'offline_access' ? '' : mapping(slug, scope))).join('');
  const mapped = scopes.map((scope) =>
    scope === 'openid' || scope === 'profile' || scope === 'offline_access'
      ? `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${scope}]]`
      : `!KeyOf ${scope}`,
  );
  return {
    file: `blueprints/${slug}.yaml`,
    text: `version: 1
metadata: { name: ${slug} }
entries:
  - model: authentik_core.group
    id: people
    identifiers: { name: people }
${own}  - model: authentik_providers_oauth2.oauth2provider
    id: provider
    identifiers: { name: ${slug} }
    attrs:
      client_type: ${type}
      client_id: ${clientId}
${type === 'public' ? '' : '      client_secret: !Env CLIENT_SECRET\n'}      grant_types: [authorization_code, refresh_token]
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      signing_key: !Format ['%s', !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]]
      redirect_uris: ${JSON.stringify(redirects.map((url) => ({ matching_mode: 'strict', url })))}
      property_mappings:
${mapped.map((one) => `        - ${one}\n`).join('')}  - model: authentik_core.application
    id: application
    identifiers: { slug: ${slug} }
    attrs: { name: ${slug}, provider: !KeyOf provider }
  - model: authentik_policies.policybinding
    identifiers: { order: 0, target: !KeyOf application, group: !KeyOf people }
`,
  };
}

interface ClientOptions {
  readonly redirects: readonly string[];
  readonly scopes?: readonly string[];
  readonly clientId?: string;
  readonly type?: 'confidential' | 'public';
}

const mapping = (slug: string, scope: string) => `  - model: authentik_providers_oauth2.scopemapping
    id: ${scope}
    identifiers: { name: ${slug}-${scope} }
    attrs:
      scope_name: ${scope}
      expression: 'return ${scope === 'email' ? '{"email": request.user.email, "email_verified": True}' : '{}'}'
`;

/** Codes of what is found in an app's file and a blueprint, apart from those about how a release is installed. */
export function codesIn(text: string, blueprint: { file: string; text: string }, options: CheckOptions = {}): string[] {
  return checkFiles([{ file: 'app.yaml', text }, blueprint], options)
    .findings.filter(({ code }) => !aside.has(code))
    .map(({ code }) => code)
    .sort();
}

const aside = new Set(['helmrelease-retry', 'secret-missing', 'helmrelease-release-name', 'reference-missing', 'scope-unasked', 'secret-unwatched']);
