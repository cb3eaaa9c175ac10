import type { Seen } from '../../contract/observed.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import type { Rule } from '../../repository/rule.ts';
import { hostOf, known } from '../../tree/known.ts';

export const issuersRules: readonly Rule[] = [
  {
    code: 'issuer-mismatch',
    severity: 'error',
    title: "the app's issuer is not the one of its client",
    why: 'Another issuer is another client, or none: its discovery document is not there, or its tokens are refused.',
    page: {
      symptom: 'Discovery gives 404, or the app says that the issuer did not match; after signing out authentik shows "Not Found".',
      cause:
        'The issuer, discovery or sign-out URL of the app names another client: in authentik another slug (often the application was renamed), in Keycloak another realm, in Kanidm another client; or it is not the `issuer` that Dex or Pocket ID has.',
      fix: 'Write the issuer of the client into the app. Changing a slug or a realm instead changes the issuer of everyone who uses it.',
      source:
        '[goauthentik/authentik: get_issuer in authentik/providers/oauth2/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/models.py)',
    },
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        const { idp } = client;
        const seen = login.slug ?? login.issuer;
        const own = known(login.slug?.value) ?? keyIn(login.issuer?.value, idp);
        const theirs = known(client.slug?.value) ?? known(client.issuerKey?.value);
        if (seen !== undefined && own !== undefined && theirs !== undefined && own !== theirs) {
          const path = (key: string) => `…${idp.issuerPath?.(key) ?? `/${key}`}`;
          yield {
            at: seen,
            message: `${login.label} names the issuer ${path(own)}, but that of its client in ${idp.title} is ${path(theirs)}`,
            expected: path(theirs),
            received: path(own),
            fix: `write ${path(theirs)} in the app, or correct ${client.place.at.file}`,
          };
        }
        const issuer = known(client.issuer?.value);
        const text = known(login.issuer?.value);
        if (issuer === undefined || text === undefined || isInsideHost(hostOf(text) ?? 'localhost') || sameAddress(text, issuer)) continue;
        yield {
          at: login.issuer!,
          message: `${login.label} has the issuer ${text}, but ${idp.title} calls itself ${issuer}`,
          expected: issuer,
          received: text,
          fix: `write ${issuer}`,
        };
      }
    },
  },
  {
    code: 'issuer-not-https',
    severity: 'error',
    title: 'an issuer is not https',
    why: 'When the issuer in tokens is https, the two do not match; and the client secret is readable on the way.',
    page: {
      symptom: 'The apiserver refuses its configuration with `URL scheme must be https`, or the app says that issuers differ.',
      cause: 'The issuer or an endpoint starts with `http://`.',
      fix: 'Write `https://`. When authentik itself calls its issuer http, its proxy does not pass X-Forwarded-Proto, or authentik does not trust the proxy.',
      source: '[kubernetes/kubernetes#108773](https://github.com/kubernetes/kubernetes/issues/108773)',
    },
    *find({ logins }) {
      for (const { app, issuer, endpoints, label } of logins.all) {
        const plain = (seen: Seen<string>) => {
          const text = known(seen.value);
          return text?.startsWith('http://') === true && !/^http:\/\/(?:localhost|127\.|[^/]*\.svc\b|[a-z0-9-]+(?::\d+)?\/)/.test(text);
        };
        const all = [...(issuer === undefined ? [] : [issuer]), ...endpoints];
        const seen = all.find(plain);
        if (seen !== undefined) {
          const text = seen.value;
          // An identity provider without TLS at both ends works, and anybody on the way reads along: only kube-apiserver refuses it.
          const isMixed = all.some(({ value }) => known(value)?.startsWith('https://') === true);
          yield {
            at: seen,
            severity: app === 'kube-apiserver' || isMixed ? 'error' : 'warning',
            message: `${label} reaches the identity provider by http`,
            expected: text.replace('http:', 'https:'),
            received: text,
            fix: `write ${text.replace('http:', 'https:')}`,
          };
        }
      }
    },
  },
];

/** What an issuer has and those of other clients have not. */
function keyIn(issuer: string | undefined, { issuerKey }: IdpFacts): string | undefined {
  return known(issuerKey?.exec(known(issuer) ?? '')?.[1]);
}

/** Whether two addresses differ in nothing but a slash at the end: some settings take a discovery URL, of which that is left. */
function sameAddress(a: string, b: string): boolean {
  const bare = (url: string) => url.slice(0, 2000).replace(/\/+$/, '').toLowerCase();
  return bare(a) === bare(b);
}
