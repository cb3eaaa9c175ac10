import type { Observed } from '../../contract/observed.ts';
import { integrations } from '../../integrations/registry.ts';
import { defined } from '../../tree/defined.ts';
import { labelOf, type LoginEnd } from '../../login/login-end.ts';
import type { TreeDocument, TreeObject } from '../../tree/tree.ts';

/**
 * Ends that pinout's own integrations read and that no form of foreign settings has read already: settings in files of pinout's own making, and
 * apps that only an integration knows.
 */
export function integrationLogins(documents: readonly TreeDocument[], objects: readonly TreeObject[], known: readonly LoginEnd[]): LoginEnd[] {
  const taken = new Set(known.flatMap(({ clientId }) => (clientId === undefined ? [] : [`${clientId.at.file}:${clientId.at.line}`])));
  const clients = new Set(known.flatMap(({ clientId }) => (clientId === undefined ? [] : [`${clientId.at.file} ${clientId.value}`])));
  const byFile = new Map<string, TreeObject[]>();
  for (const object of objects) {
    const list = byFile.get(object.file);
    if (list === undefined) byFile.set(object.file, [object]);
    else list.push(object);
  }
  const firstOf = new Map<string, TreeDocument>();
  for (const document of documents) if (!firstOf.has(document.file)) firstOf.set(document.file, document);
  const sources = documents.map(({ source }) => source);
  return Object.values(integrations).flatMap((integration) =>
    integration.read(sources).flatMap((observed) => {
      const at = observed.clientId;
      if (at === undefined || observed.end !== 'app' || taken.has(`${at.at.file}:${at.at.line}`)) return [];
      // The general reader sees what the special one of an app has read better.
      if (integration.name === 'oidc-app' && clients.has(`${at.at.file} ${at.value}`)) return [];
      const [object, ...more] = byFile.get(at.at.file) ?? [];
      const owner = object !== undefined && more.length === 0 ? object : undefined;
      const document = firstOf.get(at.at.file);
      if (document === undefined) return [];
      const stand: TreeObject = owner ?? {
        root: document.root,
        file: at.at.file,
        apiVersion: '',
        kind: 'file',
        namespace: '',
        name: at.at.file,
        applied: false,
        ours: false,
      };
      return [loginOf(integration.name, observed, at, stand)];
    }),
  );
}

function loginOf(app: string, observed: Observed, at: NonNullable<Observed['clientId']>, object: TreeObject): LoginEnd {
  const { issuer, scopes, redirects, grants, roles, access, clientType, secret, slug } = observed;
  const login = redirects?.filter(({ value }) => value.use === 'login').map((one) => ({ ...one, value: one.value.url }));
  const name = secret?.name;
  return {
    app,
    label: labelOf(app, object),
    object,
    at,
    clientId: at,
    endpoints: [],
    groups: [...Object.values(roles ?? {}).flat(), ...(access?.value.groups ?? []).map((group) => ({ ...access!, value: group }))],
    exactIssuer: true,
    ...defined({
      issuer,
      slug,
      scopes,
      redirects: login?.length === 0 ? undefined : login,
      refresh: grants?.find(({ value }) => value === 'refresh_token'),
      confidential: clientType === undefined ? undefined : clientType.value !== 'public',
      secret:
        name === undefined
          ? undefined
          : {
              name: { ...name, value: secret?.generation === undefined ? name.value : `${name.value}-${secret.generation.value}` },
              ...(secret?.key === undefined ? {} : { key: secret.key }),
            },
    }),
  };
}
