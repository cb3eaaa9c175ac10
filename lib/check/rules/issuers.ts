import type { Located } from '../../contract/observed.ts';
import { publicUrl } from '../../contract/public-url.ts';
import type { Rule } from '../../repository/rule.ts';
import { known, slugOf } from '../../tree/known.ts';
import { hasPrivateName } from '../../tree/private-name.ts';

/** A host whose domain alone is a variable: `auth.${DOMAIN}`. A name inside the cluster is not written so. */
const namedHost = /^http:\/\/[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.\$\{\w{1,100}(?::?[=-][^{}]{0,100})?\}(?:\/[^${}]{0,300})?$/;

export const issuersRules: readonly Rule[] = [
  {
    code: 'issuer-not-https',
    severity: 'error',
    needs: [],
    title: 'an issuer does not use https',
    why: 'If the issuer in the tokens is https, the two do not match. Over http the client secret is sent in the clear.',
    symptom: 'The apiserver refuses its configuration with `URL scheme must be https`, or the app says that the issuers differ.',
    cause: 'The issuer or an endpoint starts with `http://`.',
    fix: 'write `https://`. If the discovery document of authentik shows an http issuer, the proxy does not pass X-Forwarded-Proto, or authentik does not trust the proxy',
    source: '[kubernetes/kubernetes#108773](https://github.com/kubernetes/kubernetes/issues/108773)',
    *find({ logins, pairs, objects }) {
      // `http://sso.identity` is a Service and its namespace, as `http://sso.identity.svc` is.
      const namespaces = new Set(objects.all.map(({ namespace }) => namespace));
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { verifiesOnly, issuer, endpoints, label, object } = login;
        const plain = (seen: Located<string>) => {
          const text = known(seen.value) ?? (namedHost.test(seen.value) ? seen.value : undefined);
          const inside = /^http:\/\/[a-z0-9-]{1,63}\.([a-z0-9-]{1,63})(?::\d{1,5})?(?:\/|$)/.exec(text ?? '')?.[1];
          if (inside !== undefined && namespaces.has(inside)) return false;
          return text?.startsWith('http://') === true && !/^http:\/\/(?:localhost|127\.|[^/]*\.svc\b|[a-z0-9-]+(?::\d+)?\/)/.test(text);
        };
        const all = [...(issuer === undefined ? [] : [issuer]), ...endpoints];
        const seen = all.find(plain);
        if (seen !== undefined) {
          const text = seen.value;
          // An identity provider without TLS works, and anybody on the way reads along: only kube-apiserver refuses it. At a port of its own it is so on purpose.
          const isMixed = seen === issuer && endpoints.some(({ value }) => known(value)?.startsWith('https://') === true);
          const hasPort = /^http:\/\/[^/]*:\d/.test(text);
          // So is one that says it of itself, and one whose name nobody certifies.
          const isOwn = clients.get(login)?.issuer?.value.startsWith('http://') === true || hasPrivateName(text);
          yield {
            at: seen,
            // A provider that does not know of its proxy calls itself by http: then http is what the app has to compare.
            severity: verifiesOnly === true || (isMixed && object.ours) ? 'error' : hasPort || isOwn ? 'info' : 'warning',
            message: `${label} uses http for the identity provider`,
            expected: text.replace('http:', 'https:'),
            received: text,
            fix: hasPort || isOwn ? 'serve it over TLS, and write https:// at both ends' : `write ${text.replace('http:', 'https:')}`,
          };
        }
      }
    },
  },
  {
    code: 'issuer-or-discovery',
    severity: 'error',
    needs: [],
    title: 'the app needs the issuer and has the discovery URL, or the other way round',
    why: 'Some apps add /.well-known/openid-configuration to what they are given, others load it as it is. The wrong one of the two returns 404.',
    symptom: 'The app says that it cannot load the OpenID provider, or there is no button for the login.',
    cause:
      'The setting takes an issuer, to which the app adds `/.well-known/openid-configuration` (Miniflux, Vikunja, Homebox, Coder, SFTPGo, Headscale, autobrr, Gatus), or the whole discovery URL (Mealie, Open WebUI, MinIO), and has the other of the two.',
    fix: 'write the address that the app takes',
    source:
      '[coreos/go-oidc: NewProvider](https://github.com/coreos/go-oidc/blob/v3/oidc/oidc.go), [Authlib: server_metadata_url](https://docs.authlib.org/en/latest/client/frameworks.html)',
    *find({ logins }) {
      for (const { finds, label } of logins.all) {
        if (finds === undefined) continue;
        const isIssuer = finds.by !== 'discovery';
        // What it ends with is seen whatever is filled in before.
        const text = isIssuer && /\/(?:\.well-known\/openid-configuration\/?)?$/.test(finds.text.value) ? finds.text.value : known(finds.text.value);
        if (text === undefined || !/^https?:\/\//.test(text)) continue;
        const [base = text, path] = text.split(/(?=\/\.well-known\/)/);
        if (finds.by === 'bare-issuer' && /\/application\/o\/[^/]+\/$/.test(text)) {
          yield {
            at: finds.text,
            // Some proxies make one slash of two.
            isSure: false,
            message: `${label} adds /.well-known/openid-configuration to an issuer that ends in a slash`,
            expected: publicUrl(text.slice(0, -1)),
            received: publicUrl(text),
            why: 'It asks for an address with two slashes, which authentik answers with 404.',
            fix: `write ${publicUrl(text.slice(0, -1))}`,
          };
          continue;
        }
        // A misspelt one is said apart.
        if (path === undefined && text.includes('well-known/')) continue;
        if ((path === undefined) === isIssuer || !/^\/\.well-known\/openid-configuration\/?$/.test(path ?? '/.well-known/openid-configuration')) continue;
        // An issuer with a slug ends in a slash.
        const right = isIssuer
          ? `${base}${slugOf(base) === undefined || finds.by === 'bare-issuer' ? '' : '/'}`
          : `${base.replace(/\/$/, '')}/.well-known/openid-configuration`;
        yield {
          at: finds.text,
          message: isIssuer
            ? `${label} has the discovery URL where it takes the issuer, and adds /.well-known/openid-configuration to it`
            : `${label} has an issuer where it loads the discovery document`,
          expected: publicUrl(right),
          received: publicUrl(text),
          fix: `write ${publicUrl(right)}`,
        };
      }
    },
  },
];
