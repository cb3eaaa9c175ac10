import { ModelDatabase } from './model-database.ts';

interface Packaged {
  /** How messages of tests call it. */
  readonly title: string;
  readonly model: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const flow = (slug: string): Packaged => ({ title: `flow ${slug}`, model: 'authentik_flows.flow', fields: { slug } });
const scope = (name: string, expression: string): Packaged => ({
  title: `scope ${name}`,
  model: 'authentik_providers_oauth2.scopemapping',
  fields: {
    managed: `goauthentik.io/providers/oauth2/scope-${name}`,
    name: `authentik default OAuth Mapping: OpenID '${name}'`,
    scope_name: name,
    description: '',
    expression,
  },
});

/**
 * What authentik ships and a blueprint looks up (goauthentik/authentik, folder blueprints). On a fresh installation each of them
 * appears at its own time. The profile mapping also returns groups; its text says here what it does, in the words of this model.
 */
export const packaged: readonly Packaged[] = [
  flow('default-provider-authorization-implicit-consent'),
  flow('default-provider-authorization-explicit-consent'),
  flow('default-provider-invalidation-flow'),
  flow('default-authentication-flow'),
  scope('openid', 'return {}'),
  scope(
    'profile',
    'return {"name": request.user.name, "given_name": request.user.name, "preferred_username": request.user.username, "nickname": request.user.username, "groups": [group.name for group in request.user.ak_groups.all()]}',
  ),
  scope('email', 'return {"email": request.user.email, "email_verified": False}'),
  scope('offline_access', 'return {}'),
  scope('entitlements', 'return {}'),
  {
    title: 'scope ak_proxy',
    model: 'authentik_providers_oauth2.scopemapping',
    fields: { managed: 'goauthentik.io/providers/proxy/scope-proxy', name: 'authentik default OAuth Mapping: Proxy outpost', scope_name: 'ak_proxy' },
  },
  {
    title: 'embedded outpost',
    model: 'authentik_outposts.outpost',
    fields: { managed: 'goauthentik.io/outposts/embedded', name: 'authentik Embedded Outpost', type: 'proxy', config: '{}', providers: [] },
  },
  { title: 'certificate', model: 'authentik_crypto.certificatekeypair', fields: { name: 'authentik Self-signed Certificate' } },
];

/** A database as a fresh installation has it, with a user, and without the packaged objects of these titles. */
export function freshDatabase(...without: readonly string[]): ModelDatabase {
  const database = new ModelDatabase();
  database.insert('authentik_core.user', { username: 'jan', name: 'Jan' });
  for (const { title, model, fields } of packaged) if (!without.includes(title)) database.insert(model, fields);
  return database;
}
