import type { IdpEnd } from '../../login/idp-end.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import { isNearly } from '../../repository/is-nearly.ts';
import type { Repository } from '../../repository/repository.ts';
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
    symptom: 'Nothing, but a clean result covers less than it seems to.',
    cause: 'The app keeps its login settings in a database, a file of its own or a Secret, or pinout does not know its chart.',
    fix: 'compare them by hand: client id, issuer, redirect URI, scopes',
    source: '[Check any repository](../tasks/check-any-repository.md)',
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
    symptom:
      'After the click on sign-in the identity provider says "The client identifier (client_id) is missing or invalid" or `invalid_client`, or the discovery document returns 404.',
    cause:
      'The app uses a client that the configuration of its identity provider in this repository does not define (authentik blueprints, the configuration of Authelia or Dex), although other clients are defined there.',
    fix: 'add the client, or correct the client id or the issuer in the app',
    more: 'If this client was created by hand, suppress the finding with that reason.',
    source:
      '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/), [Authelia: clients](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/), [Dex: clients](https://dexidp.io/docs/configuration/)',
    *find(repository) {
      for (const { login, idp, id, key, isComplete, byHand } of unknownClients(repository)) {
        if (byHand) continue;
        yield {
          at: login.clientId ?? login.issuer ?? login.at,
          isSure: idp.clientsByHand !== true && isComplete,
          message: `${login.label} uses ${id === undefined ? `the slug ${key}` : `the client id ${id}`}, which is not defined for ${idp.title} in these manifests`,
          expected: idp.words.client,
          received: 'none',
          why: `${idp.title} refuses a client that it does not know.`,
        };
      }
    },
  },
  {
    code: 'client-elsewhere',
    severity: 'info',
    coverage: true,
    title: 'an app logs in as a client that is not in git',
    why: 'Many make some clients by hand or by Terraform, beside those in git. Whether this one agrees with its app is not known here.',
    symptom: 'Nothing, where the client exists. Else the identity provider says "The client identifier (client_id) is missing or invalid".',
    cause:
      'Other clients of the identity provider are in this repository, and this one is not: it was made in the admin interface or by another tool, or was forgotten.',
    fix: 'nothing, if the client was made elsewhere; compare the two by hand',
    more: 'Bring it into git to have both ends judged.',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    *find(repository) {
      for (const { login, idp, id, key, byHand } of unknownClients(repository))
        if (byHand)
          yield {
            at: login.clientId ?? login.issuer ?? login.at,
            message: `the client ${id ?? key} of ${login.label} is not in git, as others of ${idp.title} are`,
            expected: idp.words.client,
            received: 'none here',
          };
    },
  },
  {
    code: 'login-incomplete',
    severity: 'error',
    needs: ['app'],
    title: 'the login settings of an app are incomplete',
    symptom: 'There is no sign-in button, or clicking it shows an error. The log names an empty setting.',
    cause: 'The app has some settings of an OIDC login but lacks one that it needs. Often a variable has no value or a name is misspelled.',
    fix: 'set what is missing',
    source:
      '[Headlamp: OIDC](https://headlamp.dev/docs/latest/installation/in-cluster/oidc/), [Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find({ logins }) {
      for (const { missing, label, at } of logins.all)
        for (const what of missing ?? [])
          yield {
            at: what.at ?? at,
            isSure: what.mayWork === undefined,
            message: `${label} has no ${what.name}`,
            expected: what.wanted,
            received: 'nothing',
            why: what.mayWork ?? what.why ?? 'The app starts, but the sign-in button is missing or the login fails.',
            fix: `set ${what.wanted}`,
          };
    },
  },
];

interface Unknown {
  readonly login: LoginEnd;
  readonly idp: IdpFacts;
  readonly id: string | undefined;
  /** Its slug, where the others have one. */
  readonly key: string | undefined;
  /** Every client of the provider is known here. */
  readonly isComplete: boolean;
  /** Nothing says that it is meant to be in git: no client here is written nearly like it. */
  readonly byHand: boolean;
}

/** Logins at a provider of which other clients are in the tree, and theirs is not. */
function* unknownClients({ tree, pairs, clients, idpHosts }: Repository): Generator<Unknown> {
  const broken = tree.broken.some(({ blueprint }) => blueprint);
  for (const login of pairs.unpairedLogins) {
    const urls = [login.issuer, ...login.endpoints].filter((seen) => seen !== undefined);
    const idp = urls.map(({ value }) => idpHosts.get(hostTextOf(value) ?? '')).find((one) => one !== undefined) ?? only(login.idps);
    // Elsewhere clients are made by other means, and settings that cannot be read may hold the client: nothing can be said.
    const own = clients.filter((client) => client.idp === idp);
    if (idp === undefined || own.length === 0 || broken) continue;
    const id = known(login.clientId?.value);
    const key = own.some(({ slug }) => slug !== undefined) ? (known(login.slug?.value) ?? slugOf(login.issuer?.value)) : undefined;
    const near = own.find((client) => namesOf(client).some((name) => [id, key].some((one) => one !== undefined && isNearly(one, name))));
    // Others may be in its pages, or have an id that is not here: a name that is nearly that of a client without an app is no other.
    const isComplete = idp.namesEveryClient && (key !== undefined || (id !== undefined && own.every((client) => known(client.clientId?.value) !== undefined)));
    const isSlip = near !== undefined && pairs.unpairedClients.includes(near);
    if (!isComplete && !isSlip) continue;
    yield { login, idp, id, key, isComplete, byHand: idp.clientsByHand === true && !login.object.ours && near === undefined };
  }
}

const namesOf = ({ clientId, slug }: IdpEnd): string[] => [known(clientId?.value), known(slug?.value)].filter((one) => one !== undefined);

const only = <T>(list: readonly T[] = []): T | undefined => (list.length === 1 ? list[0] : undefined);
