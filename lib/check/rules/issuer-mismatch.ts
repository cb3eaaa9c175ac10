import { posix } from 'node:path';
import type { Located } from '../../contract/observed.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import { compareEnds, rowOf } from '../../repository/compare-ends.ts';
import type { Rule } from '../../repository/rule.ts';
import { isBehindOther } from '../../tree/is-behind-other.ts';
import { pathOfIssuer } from '../../tree/issuer-path.ts';
import { hostOf, known } from '../../tree/known.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import { asksIt, bare, issuerKey, knownText, servedHosts } from '../ends.ts';

const row = rowOf();

/** The issuer of the app against that of its client. */
export const issuerMismatchRules: readonly Rule[] = compareEnds([
  {
    code: 'issuer-mismatch',
    severity: 'error',
    needs: [],
    title: 'the issuer in the app is not the issuer of its client',
    why: 'A wrong issuer belongs to another client or to none. Its discovery document does not exist, or the app refuses the tokens.',
    symptom: 'Discovery returns 404, or the app says that the issuer did not match. After signing out, authentik shows "Not Found".',
    cause:
      'The issuer, discovery or sign-out URL of the app names another client: in authentik another slug (often the application was renamed), in Keycloak another realm, in Kanidm another client; or it is not the `issuer` of Dex or Pocket ID. Or it has a path, or a slash at its end, that issuers of Authelia, Kanidm, Keycloak and Pocket ID do not have: libraries such as go-oidc compare it letter by letter. Or it is at a host where nothing here serves the provider, while other apps use the host that is served.',
    fix: 'write the issuer of the client into the app. Changing the slug or the realm instead changes the issuer for everyone who uses it',
    source:
      '[goauthentik/authentik: get_issuer in authentik/providers/oauth2/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/models.py)',
    compare: [
      row({
        field: 'slug, realm or client in the issuer',
        app: ({ login, client }) => [issuerKey(login, client)],
        idp: ({ client }) => known(client.slug?.value) ?? known(client.issuerKey?.value),
        agree: (own, theirs) => own.value === theirs,
        differ(own, theirs, { login, client: { idp, place } }) {
          const path = (key: string) => `…${idp.issuerPath?.(key) ?? `/${key}`}`;
          return {
            at: own,
            message: `${login.label} has the issuer ${path(own.value)}, but the issuer of its client in ${idp.title} is ${path(theirs)}`,
            expected: path(theirs),
            received: path(own.value),
            fix: `write ${path(theirs)} in the app, or correct ${place.at.file}`,
          };
        },
      }),
      row({
        field: 'issuer',
        app: ({ login }) => [login.issuer],
        idp: ({ client }) => client.issuer?.value,
        agree: (own, theirs) =>
          bare(own.value) === bare(theirs) ||
          (known(own.value) === undefined || known(theirs) === undefined
            ? // A variable is the same wherever it stands.
              hostTextOf(own.value) !== hostTextOf(theirs) || pathOfIssuer(own.value) === undefined || pathOfIssuer(own.value) === pathOfIssuer(theirs)
            : isInsideHost(hostOf(own.value) ?? 'localhost')),
        differ: (own, theirs, { login, client }) => ({
          at: own,
          message: `${login.label} has the issuer ${own.value}, but the issuer of ${client.idp.title} is ${theirs}`,
          expected: theirs,
          received: own.value,
          fix: `write ${theirs}`,
        }),
      }),
      row({
        field: 'path of the issuer',
        app: (ends) => [asksIt(ends, ends.repository) ? ends.login.issuer : undefined],
        idp: ({ client }) => issuerPathOf(client),
        agree: (own, wanted, { login, client: { idp }, repository: { pairs } }) => {
          const path = pathOfIssuer(own.value);
          // Another key is another client, and said above.
          if (path === undefined || path === wanted || (idp.issuerKey !== undefined && (path.endsWith(wanted) || !path.includes(`${wanted}/`)))) return true;
          // It may be served below a path, when another app says so too.
          return pairs.all.some((other) => other.client.idp === idp && other.login.object !== login.object && pathOfIssuer(other.login.issuer?.value) === path);
        },
        differ: (own, wanted, { login, client: { idp } }) => ({
          at: own,
          // Of an app that nobody here knows, nobody knows what it does with the address.
          isSure: login.unknownApp !== true,
          message: `${login.label} has the issuer ${own.value}, but issuers of ${idp.title} ${wanted === '' ? 'have no path' : `end in ${wanted}`}`,
          expected: own.value.replace(pathOfIssuer(own.value)!, wanted),
          received: own.value,
          fix: `write ${own.value.replace(pathOfIssuer(own.value)!, wanted)}`,
        }),
      }),
      row({
        field: 'slash at the end of the issuer',
        app(ends) {
          const { finds, exactIssuer, slug } = ends.login;
          return [finds?.by === 'issuer' && exactIssuer !== false && slug === undefined && asksIt(ends, ends.repository) ? finds.text : undefined];
        },
        idp: ({ client }) => (issuerPathOf(client) === undefined ? known(client.issuer?.value) : ''),
        agree: (own, theirs, { login }) =>
          !own.value.endsWith('/') ||
          theirs.endsWith('/') ||
          own.value.includes('/.well-known/') ||
          (login.exactIssuer === 'as-url' && /^[^/]{1,10}\/\/[^/]{1,300}\/$/.test(own.value)),
        differ: (own, _theirs, { login, client: { idp } }) => ({
          at: own,
          message: `${login.label} has the issuer ${own.value}, with a trailing slash that the issuer of ${idp.title} does not have`,
          expected: own.value.replace(/\/{1,9}$/, ''),
          received: own.value,
          fix: `write ${own.value.replace(/\/{1,9}$/, '')}`,
        }),
      }),
      row({
        field: 'name inside the cluster in the issuer',
        app: ({ login, client: { idp } }) => [idp.issuerByRequest === true && login.endpoints.length === 0 ? knownText(login.issuer) : undefined],
        idp: ({ client: { idp }, repository }) => servedHosts(idp, repository) ?? [],
        agree(own, _hosts, { client: { idp }, repository }) {
          const host = hostOf(own.value) ?? 'localhost';
          return !isInsideHost(host) || isBehindOther(host, idp.runs.image, repository);
        },
        differ: (own, hosts, { login, client: { idp } }) => ({
          at: own,
          // A name without dots may be one of the local network.
          isSure: hostOf(own.value)!.includes('.'),
          message: `${login.label} has the issuer ${own.value}: ${idp.title} calls itself by the host that is asked, so browsers are sent to a name that only pods can resolve`,
          expected: hosts.join(', ') || `the public host of ${idp.title}`,
          received: hostOf(own.value)!,
          fix: `write the public URL of ${idp.title}, and make its host resolve in pods`,
        }),
      }),
      row({
        field: 'host of the issuer',
        app: ({ login, client: { idp, issuer } }) => [issuer === undefined && idp.hostsApart !== true ? knownText(login.issuer) : undefined],
        idp: ({ client: { idp }, repository }) => servedHosts(idp, repository),
        agree: (own, hosts, { client, repository: { edges } }) => {
          const host = hostOf(own.value) ?? 'localhost';
          if (isInsideHost(host) || !host.includes('.') || hosts.includes(host)) return true;
          // Something here answers there: the same provider under another name, or another one.
          return !isOfApp(host, client) && (edges.some((edge) => edge.host.value === host) || isOfFolder(own, host, hosts));
        },
        differ: (own, hosts, { login, client, client: { idp } }) => ({
          at: own,
          // It may have another name by a tunnel or a DNS server that is not in git; that of the app itself is none.
          isSure: isOfApp(hostOf(own.value) ?? '', client),
          message: `${login.label} has the issuer ${own.value}, but ${idp.title} is served at ${hosts.join(', ')}`,
          expected: hosts.join(', '),
          received: hostOf(own.value) ?? own.value,
          fix: `write ${hosts[0]!} instead, unless ${idp.title} answers at both`,
        }),
      }),
    ],
  },
]);

/** Whether the provider sends the people of a client back to a host: the app answers there. */
const isOfApp = (host: string, { redirects = [] }: IdpEnd): boolean => redirects.some(({ value }) => hostOf(value.url) === host);

/** Whether a host names the cluster of its file, and none of the others does: `overlays/cabin/values.yaml` and `sso.cabin.example.org`. */
function isOfFolder({ at }: Located<string>, host: string, others: readonly string[]): boolean {
  const named = posix
    .dirname(at.file)
    .split('/')
    .filter((folder) => host.split('.').slice(1).includes(folder.toLowerCase()));
  return named.some((folder) => !others.some((other) => other.split('.').includes(folder.toLowerCase())));
}

/** What issuers of a provider have after the host, without a slash at the end: undefined where that is not known, or where the slash is part of it. */
function issuerPathOf({ idp, issuer, issuerKey: key, belowPath }: IdpEnd): string | undefined {
  if (issuer !== undefined || belowPath === true || idp.issuerPath === undefined) return undefined;
  const path = idp.issuerKey === undefined ? '' : known(key?.value);
  if (path === undefined) return undefined;
  const whole = idp.issuerPath(path);
  return whole.endsWith('/') ? undefined : whole;
}
