import {
  choice,
  clientEnd,
  type Contract,
  defineIdentityProvider,
  defineRule,
  expose,
  type Facts,
  gateOfGroups,
  groupsIn,
  guardEnd,
  type IdpFacts,
  type IdpWriter,
  imageOf,
  type Manifest,
  object,
  openGate,
  redirectsOf,
  secretKey,
  settingsWith,
  textsOf,
  workload,
} from 'pinout/idp';

// Turnstile is made up: a small provider whose clients stand in one file, as those of Dex do. Its pods read the file when they start.
const facts: IdpFacts = {
  name: 'turnstile',
  title: 'Turnstile',
  runs: { charts: ['turnstile'], image: /\/turnstile$/, hostVariables: ['TURNSTILE_HOST'] },
  address: /\/turnstile\//,
  guard: /\/turnstile\/ask\//,
  refreshNeedsOfflineAccess: false,
  foreignScope: 'refused',
  namesEveryClient: true,
  words: {
    client: 'a client in turnstile.clients',
    clientId: 'id',
    confidential: 'public: false',
    public: 'public: true',
    redirects: 'callbacks',
    redirect: (url) => url,
    scopes: 'scopes',
    scope: (name) => name,
  },
};

const versions = ['1.3.0', '1.4.2', '2.0.1'] as const;

interface TurnstileOptions {
  readonly version: (typeof versions)[number];
}

const secretVariable = (slug: string): string => `CLIENT_${slug.toUpperCase().replaceAll('-', '_')}`;

function gateOf(contract: Contract): Record<string, unknown>[] {
  if (contract.protocol !== 'forward-auth') return [];
  return [
    {
      host: new URL(contract.externalHost).host,
      open: [...contract.openPaths],
      ...(contract.access.kind === 'groups' ? { groups: [...contract.access.groups] } : {}),
    },
  ];
}

function clientOf(contract: Contract): Record<string, unknown>[] {
  if (contract.protocol !== 'oidc') return [];
  return [
    {
      id: contract.clientId,
      name: contract.tile.name,
      callbacks: contract.redirects.flatMap(({ use, url }) => (use === 'login' ? [url] : [])),
      scopes: [...contract.scopes],
      ...(contract.clientType === 'public' ? { public: true } : { secretFrom: secretVariable(contract.slug) }),
      ...(contract.access.kind === 'groups' ? { groups: [...contract.access.groups] } : {}),
    },
  ];
}

const writer = ({ version }: TurnstileOptions): IdpWriter => ({
  namespace: 'turnstile',
  endpoints: (origin) => ({
    issuer: `${origin}/turnstile/`,
    jwks: `${origin}/turnstile/keys`,
    endSession: `${origin}/turnstile/logout`,
    authorize: `${origin}/turnstile/authorize`,
    token: `${origin}/turnstile/token`,
    userinfo: `${origin}/turnstile/me`,
    noIssuer: [origin, `${origin}/`],
  }),
  guard: (origin) => ({
    service: 'turnstile',
    port: 8080,
    asks: { nginx: '/turnstile/ask/nginx', traefik: '/turnstile/ask/traefik' },
    signIn: `${origin}/turnstile/?to={url}`,
    headers: ['X-Turnstile-User', 'X-Turnstile-Groups'],
  }),
  clientsAtStart: true,
  // Everything stands in one file, so there is nothing for one app alone.
  write: () => [],
  writeShared: (contracts, _earlier, { idp, people = {} }): readonly Manifest[] => [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'turnstile-config', namespace: 'turnstile' },
      data: {
        'turnstile.yaml': JSON.stringify(
          {
            turnstile: {
              issuer: `${idp.origin}/turnstile/`,
              groups: Object.fromEntries(groupsIn(contracts).map((group) => [group, [...(people[group] ?? [])]])),
              clients: contracts.flatMap(clientOf),
              gates: contracts.flatMap(gateOf),
            },
          },
          null,
          2,
        ),
      },
    },
  ],
  install: (given: Facts, contracts) => {
    const place = { name: 'turnstile', namespace: 'turnstile' };
    const env = Object.fromEntries(
      contracts.flatMap((one) => (one.protocol === 'oidc' && one.clientType === 'confidential' ? [[secretVariable(one.slug), secretKey(one.secret)]] : [])),
    );
    const image = imageOf(`registry.example.org/turnstile:${version}`, { app: 'turnstile', field: 'version' });
    return [
      ...workload({ ...place, what: { container: { name: 'turnstile', image, port: 8080, env } }, values: {} }, given),
      expose({ ...place, host: given.idp.host, service: 'turnstile', port: 8080 }, given),
    ];
  },
  steps: () => [{ text: 'Make the first user of Turnstile: `kubectl -n turnstile exec -it deploy/turnstile -- turnstile adduser`' }],
});

const openClient = defineRule({
  code: 'turnstile-open',
  severity: 'warning',
  title: 'a client of Turnstile without groups: everybody who can sign in gets in',
  symptom: 'Everybody gets in.',
  cause: 'The client has no groups.',
  fix: 'write groups at the client',
  *find({ clients }) {
    for (const { idp, gate, place, label } of clients)
      if (idp === facts && gate === openGate) yield { at: place, message: `${label} has no groups, so everybody who can sign in gets in` };
  },
});

export const turnstile = defineIdentityProvider({
  facts,
  rules: [openClient],
  breaking: [{ since: [2], says: 'scopes of a client are no longer guessed: one that is not listed ends the login' }],
  read: (manifests) => {
    const roots = [...settingsWith(manifests, facts.name, 'turnstile', 'clients')];
    return {
      clients: roots.flatMap(({ root, found }) =>
        found.items().map((one) => {
          const groups = textsOf(one.get('groups').items());
          return clientEnd(facts, {
            at: one,
            label: one.get('name').text() ?? 'a client',
            clientId: one.get('id').locatedText(),
            name: one.get('name').locatedText(),
            issuer: root.get('turnstile', 'issuer').locatedText(),
            redirects: redirectsOf(one.get('callbacks').items()),
            scopes: one.get('scopes').exists ? textsOf(one.get('scopes').items()) : undefined,
            isPublic: one.get('public').scalar() === true,
            admitted: groups.length === 0 ? undefined : groups,
            gate: groups.length === 0 ? openGate : gateOfGroups(groups, one.located(undefined)),
          });
        }),
      ),
      guards: [...settingsWith(manifests, facts.name, 'turnstile', 'gates')].flatMap(({ found }) =>
        found.items().map((one) => {
          const groups = textsOf(one.get('groups').items());
          return guardEnd(facts, {
            at: one,
            label: 'a gate',
            host: one.get('host').locatedText(),
            openPaths: textsOf(one.get('open').items()),
            admitted: groups.length === 0 ? undefined : groups,
            gate: groups.length === 0 ? openGate : gateOfGroups(groups, one.located(undefined)),
          });
        }),
      ),
      groups: roots.flatMap(({ root }) => root.get('turnstile', 'groups').keys()),
    };
  },
  shape: object<TurnstileOptions>({ version: choice(...versions) }),
  writer,
});
