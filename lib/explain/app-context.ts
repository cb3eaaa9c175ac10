import { readBlueprints } from '../authentik/read.ts';
import { integrations } from '../integrations/registry.ts';
import type { SourceDocument } from '../manifest/source.ts';
import type { AppContext } from './explain-app.ts';
import { grafanaChecks, readGrafanaLogin } from './explain-grafana.ts';
import type { Keys } from './keys.ts';

/** Names that `--for` takes. */
export const consumers: readonly string[] = ['apiserver', ...Object.keys(integrations)];

/** Reads both ends of an app's login out of manifests. Undefined: they hold no such app. */
export function appContext(name: string, documents: readonly SourceDocument[], keys: Keys | undefined, at: number | undefined): AppContext | undefined {
  const [app] = integrations[name]?.read(documents) ?? [];
  if (app === undefined) return undefined;
  const ends = readBlueprints(documents);
  const idp = ends.find(
    ({ slug, clientId }) =>
      (app.slug !== undefined && slug?.value === app.slug.value) || (app.clientId !== undefined && clientId?.value === app.clientId.value),
  );
  const grafana = name === 'grafana' ? readGrafanaLogin(documents) : undefined;
  return {
    name,
    app,
    idp,
    keys: keys !== undefined && 'keys' in keys ? keys.keys : undefined,
    at: () => at ?? Date.now(),
    // Grafana takes the token from the token endpoint and reads it without checking anything in it.
    blind: new Set(name === 'grafana' ? ['issuer', 'signature', 'audience', 'expiry', 'not before'] : []),
    own: (claims) => (grafana === undefined ? contractChecks(name, app, idp, claims) : grafanaChecks(grafana, claims)),
  };
}

/** The app's own words where they are known. */
function notAdmitted(name: string, claims: Readonly<Record<string, unknown>>, groups: readonly string[]): string {
  // hashicorp/vault-plugin-auth-jwt claims.go, validateBoundClaims
  if (name === 'vault')
    return `error validating claims: claim "groups" ${'groups' in claims ? 'does not match any associated bound claim values' : 'is missing'}`;
  return `the user is in none of ${groups.join(', ')}`;
}

/** Groups of the contract: who may enter, and which role that gives. */
function contractChecks(
  name: string,
  app: AppContext['app'],
  idp: AppContext['idp'],
  claims: Readonly<Record<string, unknown>>,
): ReturnType<AppContext['own']> {
  const groups = Array.isArray(claims['groups']) ? (claims['groups'] as readonly unknown[]).filter((group): group is string => typeof group === 'string') : [];
  const access = (app.access ?? idp?.access)?.value;
  const admitted = access?.kind !== 'groups' || (access.groups ?? []).some((group) => groups.includes(group));
  const roles = Object.entries(app.roles ?? {}).filter(([, wanted]) => wanted.some(({ value }) => groups.includes(value)));
  const hint =
    groups.length === 0 ? 'the token has no groups: the scope groups was not asked for, or the user is in none' : `the groups are ${groups.join(', ')}`;
  const checks: ReturnType<AppContext['own']>[number][] = [
    {
      step: 'access',
      passed: admitted,
      detail: admitted
        ? access?.kind === 'groups'
          ? `one of ${(access.groups ?? []).join(', ')}`
          : 'everybody'
        : notAdmitted(name, claims, access.groups ?? []),
      why: hint,
      fix: 'put the user into one of these groups, or name the group in access or roles in apps/',
    },
  ];
  if (Object.keys(app.roles ?? {}).length > 0) checks.push({ step: 'role', passed: true, detail: roles.map(([role]) => role).join(', ') || 'none' });
  return checks;
}
