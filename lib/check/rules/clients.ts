import type { Rule } from '../../repository/rule.ts';
import { known, slugOf } from '../../tree/known.ts';
import { hostTextOf } from '../../tree/opaque.ts';

export const clientsRules: readonly Rule[] = [
  {
    code: 'app-end-unread',
    severity: 'info',
    strict: true,
    title: 'nothing here could be read as the app of a client',
    why: "Only the identity provider's end was judged: whether the app agrees with it is not known.",
    fix: 'compare them by hand: client id, issuer, redirect URI, scopes',
    page: {
      symptom: 'Nothing; a clean result says less than it seems.',
      cause: 'The app keeps its login settings in a database, a file of its own or a Secret, or its chart is not known.',
      fix: 'Compare the two ends by hand.',
      source: '[Check any repository](../tasks/check-any-repository.md)',
    },
    *find({ pairs, clients, edges }) {
      const served = new Map(edges.map((edge) => [hostTextOf(`https://${edge.host.value}`), edge]));
      // The apiserver judges tokens that an app sends on: it is no end of its own.
      const apps = new Set(pairs.all.filter(({ login }) => login.app !== 'kube-apiserver').map(({ client }) => client));
      for (const client of clients) {
        const { redirects, clientId, label, place } = client;
        if (apps.has(client)) continue;
        const edge = (redirects ?? []).map(({ value }) => served.get(hostTextOf(value.url))).find((one) => one !== undefined);
        if (edge === undefined) continue;
        yield {
          at: clientId ?? place,
          message: `${label} logs in to ${edge.host.value} (${edge.object.kind}/${edge.object.name}), but no settings of that login could be read`,
          expected: 'settings of the app with this client id',
          received: 'none that are known here',
        };
      }
    },
  },
  {
    code: 'client-id-mismatch',
    severity: 'error',
    title: 'the app names another client than the identity provider has for it',
    page: {
      symptom:
        'After the click on sign-in the identity provider shows an error: "The client identifier (client_id) is missing or invalid" (authentik), `invalid_client` (others).',
      cause: 'The client id in the app is not the one that the identity provider has. The two ends were found to belong together by the slug or by the host.',
      fix: 'Write the same id on both ends.',
      source: '[authentik: OAuth 2.0 provider](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    },
    *find({ pairs }) {
      for (const { login, client, by } of pairs.all) {
        const own = known(login.clientId?.value);
        if (own !== undefined && client.clientIdMissing !== undefined && login.app !== 'kube-apiserver')
          yield {
            at: client.clientIdMissing,
            message: `${client.label} has no ${client.idp.words.clientId}, so ${client.idp.title} makes one up, and ${login.label} names ${own}`,
            expected: own,
            received: 'nothing',
            why: 'A client without an id gets a random one.',
            fix: `write ${client.idp.words.clientId}: ${own}`,
          };
        const theirs = known(client.clientId?.value);
        if (by === 'client-id' || login.app === 'kube-apiserver' || own === undefined || theirs === undefined || own === theirs) continue;
        yield {
          at: login.clientId!,
          message: `${login.label} is client ${own}, but the identity provider knows ${client.label} as ${theirs}`,
          expected: theirs,
          received: own,
          why: `${client.idp.title} finds the client by its id: an unknown one ends the login before it starts.`,
          fix: `write the client id ${theirs}, or change ${client.idp.words.clientId} in ${client.place.at.file}`,
        };
      }
    },
  },
  {
    code: 'client-type-mismatch',
    severity: 'error',
    title: 'one end has a client secret and the other has none',
    page: {
      symptom: '`invalid_client` in the log of the app after signing in.',
      cause: 'One end says confidential, the other has no secret; or the provider is public although the app has one.',
      fix: 'Make both confidential, with the secret from one source, unless the app cannot keep a secret.',
      source: '[RFC 6749, section 2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)',
    },
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        const type = client.clientType?.value;
        const { title, words } = client.idp;
        if (login.clientType?.value === 'confidential' && type === 'public')
          yield {
            at: client.clientType!,
            message: `${client.label} is a public client, but ${login.label} has a client secret`,
            expected: words.confidential,
            received: words.public,
            why: `${title} does not ask a public client for its secret: whoever has a code may use it.`,
            fix: `write ${words.confidential}, or take the secret out of the app`,
          };
        if (login.clientType?.value === 'public' && type !== 'public')
          yield {
            at: login.at,
            message: `${login.label} has no client secret, but ${client.label} is a confidential client`,
            expected: 'the client secret, from a Secret',
            received: 'none',
            why: `${title} answers invalid_client when a confidential client sends no secret.`,
            fix: `give the app its client secret from a Secret, or write ${words.public}`,
          };
      }
    },
  },
  {
    code: 'client-unknown',
    severity: 'error',
    title: 'the identity provider does not have the client that the app names',
    fix: 'add the client, or correct the client id or the issuer in the app',
    page: {
      symptom:
        'After the click on sign-in the identity provider says "The client identifier (client_id) is missing or invalid" or `invalid_client`, or there is a 404 for the discovery document.',
      cause:
        'The app is configured for a client that the settings of its identity provider in this repository do not define (blueprints of authentik, the configuration of Authelia or Dex), while other clients are defined there.',
      fix: 'Add the client, or correct a typo in the client id or the slug. When this one client was made by hand, suppress the finding and say so.',
      source:
        '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/), [Authelia: clients](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/), [Dex: clients](https://dexidp.io/docs/configuration/)',
    },
    *find({ tree, pairs, clients, idpHosts }) {
      const broken = tree.broken.some(({ blueprint }) => blueprint);
      for (const login of pairs.lonelyLogins) {
        const urls = [login.issuer, ...login.endpoints].filter((seen) => seen !== undefined);
        const idp = urls.map(({ value }) => idpHosts.get(hostTextOf(value) ?? '')).find((one) => one !== undefined) ?? only(login.idps);
        // Elsewhere clients are made by other means, and settings that cannot be read may hold the client: nothing can be said.
        const own = clients.filter((client) => client.idp === idp);
        if (idp === undefined || own.length === 0 || !idp.namesEveryClient || broken) continue;
        const hidden = own.some((client) => known(client.clientId?.value) === undefined);
        const id = known(login.clientId?.value);
        const key = own.some(({ slug }) => slug !== undefined) ? (known(login.slug?.value) ?? slugOf(login.issuer?.value)) : undefined;
        if (key === undefined && (id === undefined || hidden)) continue;
        yield {
          at: login.clientId ?? login.issuer ?? login.at,
          ...(idp.clientsByHand === true ? { severity: 'warning' as const } : {}),
          message: `${login.label} logs in as ${id === undefined ? `an app with the slug ${key}` : `client ${id}`}, which ${idp.title} does not have here`,
          expected: idp.words.client,
          received: 'none',
          why: `${idp.title} refuses a client that it does not know.`,
        };
      }
    },
  },
  {
    code: 'login-incomplete',
    severity: 'error',
    title: 'an app is set up for a login, and something of it is missing',
    page: {
      symptom: 'No button, or an error on the click; the log names a setting that is empty.',
      cause: 'The app has some settings of an OIDC login and lacks another that it needs: a variable without a value, a misspelt name.',
      fix: 'Set what is missing.',
      source:
        '[Headlamp: OIDC](https://headlamp.dev/docs/latest/installation/in-cluster/oidc/), [Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    },
    *find({ logins, containers, releases }) {
      for (const { missing, label, at } of logins.all)
        for (const what of missing ?? [])
          yield {
            at: what.at ?? at,
            ...(what.mayWork === undefined ? {} : { severity: 'warning' as const }),
            message: `${label} has no ${what.name}`,
            expected: what.wanted,
            received: 'nothing',
            why: what.mayWork ?? 'The app starts, and the login fails or the button is not there.',
            fix: `set ${what.wanted}`,
          };
      for (const { env, hidden } of containers) {
        const switched = env.get('PINOUT_OIDC_CLIENT_ID');
        if (switched === undefined || hidden) continue;
        for (const name of ['PINOUT_OIDC_CLIENT_SECRET', 'PINOUT_OIDC_DISCOVERY', 'PINOUT_OIDC_GROUP_REGEX', 'PINOUT_OIDC_RESTRICT']) {
          const variable = env.get(name);
          if (variable?.from !== undefined || variable?.elsewhere === true || (variable?.value?.value ?? '') !== '') continue;
          yield {
            at: (variable ?? switched).at,
            message: `nextcloud has no value for ${name}`,
            expected: name,
            received: 'nothing',
            why: 'The script that sets the login up stops, and the pod with it.',
            fix: `set ${name}`,
          };
        }
      }
      for (const release of releases) {
        const own = release.get('nextcloud');
        if (release.chart !== 'nextcloud' || !own.get('extraEnv').exists || own.get('host').exists) continue;
        yield {
          at: release.object.root.get('metadata', 'name'),
          message: `nextcloud (${release.object.kind} ${release.object.namespace}/${release.object.name}) has no nextcloud.host`,
          expected: 'values.nextcloud.host: the public host',
          received: 'nothing',
          why: 'The chart then takes nextcloud.kube.home, and Nextcloud refuses every request for another host.',
          fix: 'set nextcloud.host in the values',
        };
      }
    },
  },
  {
    code: 'secret-mismatch',
    severity: 'error',
    title: 'the two ends take their client secret from different places',
    page: {
      symptom: '`invalid_client` after signing in.',
      cause: 'The ExternalSecrets of the two ends read different entries, or generate a value each.',
      fix: 'Let both read one entry of one store.',
      source: '[External Secrets: generators](https://external-secrets.io/latest/guides/generator/)',
    },
    *find(repository) {
      const { pairs, secrets } = repository;
      for (const { login, client } of pairs.all) {
        if (login.secret?.key === undefined) continue;
        const mine = secrets.find(login.object.namespace, login.secret.name.value);
        const other = client.clientSecret;
        const theirs = other === undefined ? undefined : secrets.find(other.namespace, other.name);
        if (mine === undefined || theirs === undefined || other === undefined) continue;
        if (mine.object.root.get('spec', 'dataFrom').items().length > 0 || theirs.object.root.get('spec', 'dataFrom').items().length > 0) {
          const generated = [mine, theirs].every(({ object }) =>
            object.root
              .get('spec', 'dataFrom')
              .items()
              .some((one) => one.get('sourceRef', 'generatorRef').exists),
          );
          if (generated && mine !== theirs)
            yield {
              at: login.secret.name,
              message: `both ends of ${client.label} generate a client secret of their own`,
              expected: 'one generated Secret that both read',
              received: `${mine.namespace}/${mine.name} and ${theirs.namespace}/${theirs.name}`,
              why: 'A generator never gives the same value twice.',
              fix: 'generate once in one namespace, and let both ends read that by an ExternalSecret',
            };
          continue;
        }
        const [a, b] = [mine.origins.get(login.secret.key.value), theirs.origins.get(other.key)];
        if (a === undefined || b === undefined || known(a.text) === undefined || known(b.text) === undefined || a.text === b.text) continue;
        yield {
          at: a.at,
          // People keep one item for each end, with the same value in both.
          severity: 'info',
          message: `${login.label} takes its client secret from ${shown(a.text)}, the identity provider from ${shown(b.text)}`,
          expected: shown(b.text),
          received: shown(a.text),
          why: `If the two entries hold different values, ${client.idp.title} answers invalid_client.`,
          fix: `read both from the same place: ${shown(b.text)}`,
        };
      }
    },
  },
];

/** An origin for people: entry and property of a store. */
const shown = (origin: string): string =>
  origin
    .split('#')
    .filter((part) => part !== '')
    .join('/');

const only = <T>(list: readonly T[] = []): T | undefined => (list.length === 1 ? list[0] : undefined);
