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
      const apps = new Set(pairs.all.filter(({ login }) => login.verifiesOnly !== true).map(({ client }) => client));
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
    code: 'client-unknown',
    severity: 'error',
    needs: ['cluster'],
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
      for (const login of pairs.unpairedLogins) {
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
    needs: ['app'],
    title: 'an app is set up for a login, and something of it is missing',
    page: {
      symptom: 'No button, or an error on the click; the log names a setting that is empty.',
      cause: 'The app has some settings of an OIDC login and lacks another that it needs: a variable without a value, a misspelt name.',
      fix: 'Set what is missing.',
      source:
        '[Headlamp: OIDC](https://headlamp.dev/docs/latest/installation/in-cluster/oidc/), [Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    },
    *find({ logins }) {
      for (const { missing, label, at } of logins.all)
        for (const what of missing ?? [])
          yield {
            at: what.at ?? at,
            ...(what.mayWork === undefined ? {} : { severity: 'warning' as const }),
            message: `${label} has no ${what.name}`,
            expected: what.wanted,
            received: 'nothing',
            why: what.mayWork ?? what.why ?? 'The app starts, and the login fails or the button is not there.',
            fix: `set ${what.wanted}`,
          };
    },
  },
];

const only = <T>(list: readonly T[] = []): T | undefined => (list.length === 1 ? list[0] : undefined);
