import type { Rule } from '../../repository/rule.ts';
import { known, slugOf } from '../../tree/known.ts';
import { hostTextOf } from '../../tree/opaque.ts';

export const clientsRules: readonly Rule[] = [
  {
    code: 'app-end-unread',
    severity: 'info',
    strict: true,
    title: 'no settings were found for the app of a client',
    why: "Only the identity provider's end was checked. Whether the app agrees with it is not known.",
    fix: 'compare them by hand: client id, issuer, redirect URI, scopes',
    page: {
      symptom: 'Nothing, but a clean result covers less than it seems to.',
      cause: 'The app keeps its login settings in a database, a file of its own or a Secret, or pinout does not know its chart.',
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
          message: `${label} logs in to ${edge.host.value} (${edge.object.kind}/${edge.object.name}), but no login settings for it were found`,
          expected: 'app settings with this client id',
          received: 'none that pinout could read',
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
        'After the click on sign-in the identity provider says "The client identifier (client_id) is missing or invalid" or `invalid_client`, or the discovery document returns 404.',
      cause:
        'The app uses a client that the configuration of its identity provider in this repository does not define (authentik blueprints, the configuration of Authelia or Dex), although other clients are defined there.',
      fix: 'Add the client, or correct a typo in the client id or the slug. If this client was created by hand, suppress the finding with that reason.',
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
          message: `${login.label} uses ${id === undefined ? `the slug ${key}` : `the client id ${id}`}, which is not defined for ${idp.title} in these manifests`,
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
    title: 'the login settings of an app are incomplete',
    page: {
      symptom: 'There is no sign-in button, or clicking it shows an error. The log names an empty setting.',
      cause: 'The app has some settings of an OIDC login but lacks one that it needs. Often a variable has no value or a name is misspelled.',
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
            why: what.mayWork ?? what.why ?? 'The app starts, but the sign-in button is missing or the login fails.',
            fix: `set ${what.wanted}`,
          };
    },
  },
];

const only = <T>(list: readonly T[] = []): T | undefined => (list.length === 1 ? list[0] : undefined);
