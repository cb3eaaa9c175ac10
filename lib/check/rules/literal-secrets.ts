import { isSecretName, secretShape, secretUnder } from '../../contract/secret-text.ts';
import type { Located } from '../../contract/observed.ts';
import type { Severity } from '../../contract/finding.ts';
import { providersOf } from '../../idp/known-providers.ts';
import { Reader } from '../../manifest/reader.ts';
import type { Place, Report, Rule } from '../../repository/rule.ts';
import { namesSecretKey, secretTextOf } from '../../tree/secret-text.ts';
import type { Objects } from '../../tree/objects.ts';
import { walk } from '../../tree/walk.ts';

export const literalSecretsRules: readonly Rule[] = [
  {
    code: 'secret-literal',
    severity: 'error',
    needs: [],
    title: 'a secret is in git in plain text',
    why: 'Anyone who can read the repository, including its history, can use it.',
    fix: 'read it from a Secret (External Secrets, SOPS, Sealed Secrets), and replace the value: the history keeps this one',
    page: {
      symptom: 'Nothing, until someone reads the repository.',
      cause:
        'A client secret, password or key is written into values, an environment variable, a blueprint or an unencrypted Secret. The finding is a warning when the value only looks like a secret and no login uses it.',
      fix: 'Read it from a Secret that is encrypted or comes from elsewhere, and change the value: the git history keeps the old one.',
      source: '[Flux: secrets management](https://fluxcd.io/flux/security/secrets-management/)',
    },
    *find(repository) {
      const { containers, releases, clients, logins, objects } = repository;
      const providers = providersOf(repository);
      const reported = new Set<string>();
      // A value that two readers see is one finding.
      const once = (at: Place) => {
        const { file, line, column } = (at instanceof Reader ? at.located(undefined) : (at as Located<unknown>)).at;
        const place = `${file}:${line}:${column}`;
        if (reported.has(place)) return false;
        reported.add(place);
        return true;
      };
      // What stands in the values of a chart stands in the Secret that is rendered of them.
      const told = new Set<string>();
      function* judged(at: Place, key: string, text: string | undefined, label: string): Generator<Report> {
        const found = literalUnder(key, text, providers);
        if (found !== undefined) told.add(text ?? '');
        if (found !== undefined && once(at)) yield report(at, found.what === undefined ? label : `${found.what} in ${label}`, found.severity);
      }
      for (const { env } of containers)
        for (const { name, value } of env.values()) if (value !== undefined) yield* judged(value, name, value.value, `the variable ${name}`);
      for (const { layers, chart } of releases) {
        const installed = providers.find(({ facts }) => facts.runs.charts.includes(chart))?.facts;
        for (const layer of layers)
          for (const { key, node, parent } of walk(layer)) {
            // `{ name: DB_PASS, value: … }` is a variable.
            const name = key === 'value' ? (parent.get('name').text() ?? key) : key;
            // With one of these anybody is its administrator.
            if (installed?.secretValues?.test(key) === true && isSecretText(node.text()) && once(node)) {
              yield report(node, `the value ${name} of ${installed.title}`);
              continue;
            }
            if (secretKey.test(name) && namesSecretKey(node.text())) continue;
            // So does an entry of an ExternalSecret, which a chart takes among its own objects.
            if (key === 'secretKey' && ['remoteRef', 'sourceRef', 'property', 'remoteKey'].some((beside) => parent.get(beside).exists)) continue;
            // `{ secretName: notes, secretKey: uri }` says where to look.
            if (/key$/i.test(name) && ['secretName', 'name', 'existingSecret', 'secret'].some((beside) => parent.get(beside).text() !== undefined)) continue;
            // So do `existingSecretKeys: { password: password }`, and `masterSecretKey` beside `masterSecretName`.
            if (/secret_?(?:ref_?)?keys?$/i.test(String(parent.key)) || (/secret_?key$/i.test(name) && isBesideName(name, parent))) continue;
            yield* judged(node, name, node.text(), `the value ${name}`);
          }
      }
      for (const { literalSecret, label } of clients)
        if (literalSecret !== undefined && isSecretText(literalSecret.value)) yield report(literalSecret, `client_secret of ${label}`);
      for (const { literalSecret, app } of logins.all)
        if (literalSecret !== undefined && isSecretText(literalSecret.value) && once(literalSecret)) yield report(literalSecret, `client_secret of ${app}`);
      for (const { at, what } of inHeaders(objects)) if (once(at)) yield report(at, what);
      for (const object of objects.of('Secret')) {
        if (object.root.get('sops').exists) continue;
        for (const field of ['stringData', 'data'])
          for (const [key, value] of object.root.get(field).entries()) {
            const text = field === 'data' ? decoded(value.text()) : value.text();
            if (!namesLogin.test(key.slice(0, 253)) || !isSecretText(text)) continue;
            if (!object.ours && (told.has(value.text() ?? '') || isThrowaway(key, text))) continue;
            yield report(value, `${key} of Secret/${object.name}`);
          }
      }
    },
  },
];

/** Whether a value of the same beginning names the Secret: `apiSecretName`, `apiSecret`, `apiExistingSecret` for `apiSecretKey`. */
const isBesideName = (name: string, parent: Reader): boolean => {
  const start = name.replace(/secret_?key$/i, '').toLowerCase();
  return parent.keys().some((key) => key !== name && /secret(?:_?(?:name|ref))?$/i.test(key) && key.toLowerCase().startsWith(start));
};

/** Tokens that the edge puts into requests: an Authorization header in a snippet of an Ingress or in a Middleware. */
function* inHeaders(objects: Objects): Generator<{ readonly at: Reader; readonly what: string }> {
  const isToken = (text: string) => /\b(?:Bearer|Basic)\s{1,4}(?![$<{])[A-Za-z0-9._~+/=-]{16,}/.test(text);
  for (const object of objects.of('Ingress'))
    for (const [key, node] of object.root.get('metadata', 'annotations').entries()) {
      const text = node.text() ?? '';
      if (/snippet$|headers?$/i.test(key) && isToken(text)) yield { at: node, what: `a token in ${key} of Ingress/${object.name}` };
    }
  for (const object of objects.of('Middleware'))
    for (const [name, node] of object.root.get('spec', 'headers', 'customRequestHeaders').entries())
      if (name.toLowerCase() === 'authorization' && isToken(node.text() ?? '')) yield { at: node, what: `a token in Middleware/${object.name}` };
}

function report(at: Place, what: string, severity?: Severity): Report {
  return {
    at,
    ...(severity === undefined ? {} : { severity }),
    message: `${what} is in plain text`,
    expected: 'a reference to a Secret',
    received: 'a literal value',
  };
}

/** What somebody is to replace is no secret: a template, or filled in before it is applied. */
const isSecretText = (text: string | undefined): boolean => secretTextOf(text) === 'secret';

/** What a text is under a key: a secret of a login or of a known issuer for sure, or what synth would refuse as well, and what may be meant otherwise. */
function literalUnder(
  key: string,
  text: string | undefined,
  providers: ReturnType<typeof providersOf>,
): { readonly severity?: Severity; readonly what?: string } | undefined {
  if (text === undefined || !isSecretText(text)) return undefined;
  if (secretName.test(key) || providers.some(({ facts }) => facts.secretVariables?.test(key) === true) || secretKey.test(key)) return {};
  const shape = secretShape(text);
  // An access key is the name beside a secret, and a hash is made to be stored.
  if (shape === 'an AWS access key' || shape === 'a password hash') return undefined;
  if (shape !== undefined) return { what: shape, ...(sureShapes.has(shape) ? {} : { severity: 'warning' }) };
  const what = secretUnder(key, text, canBeSecret);
  if (what === undefined || isThrowaway(key, text)) return undefined;
  return { severity: 'warning', ...(isSecretName(key, text) ? {} : { what }) };
}

/** Values of charts name Secrets and their keys far more often than they hold a secret, and programs without a login still ask for one. */
function canBeSecret(key: string, value: string): boolean {
  // Inside a longer text stand references and what a script fills in, as elsewhere.
  if (secretTextOf(value) !== 'secret') return false;
  // Identifiers of keys in Garage, and what a program takes from its environment.
  if (/^GK[0-9a-f]{24}$|^\{[A-Z]\w{0,100}\}|^(?:process\.env|os\.(?:environ|getenv)|ENV\[|Deno\.env)/.test(value)) return false;
  if (
    isThrowaway(key, value) ||
    /dummy|unused|ignored|required|needed|noauth|placeholder|no-key/i.test(value.slice(0, 100)) ||
    /existing/i.test(key.slice(0, 253))
  )
    return false;
  const name = /pass(?:w(?:or)?d|phrase)?$|pwd$/i.test(key.slice(-20))
    ? /^[a-z0-9]{1,60}(?:[-_.][a-z0-9]{1,60}){1,20}$/
    : /^(?:[A-Z][A-Z0-9_]{0,100}|[a-z0-9]{1,60}(?:[-_.:/][a-z0-9]{1,60}){0,20})$/;
  return !name.test(value) || /^[0-9a-f]{32,128}$/.test(value);
}

/** The text in the `data` of a Secret, where it is base64. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]{4,4000}={0,2}$/.test(text)) return text;
  const plain = Buffer.from(text, 'base64').toString('utf8');
  return /^[\x20-\x7E\s]+$/.test(plain) ? plain : text;
}

/**
 * A word that nobody made at random: `immich` for the database of Immich, `password`, the name of a key. Whoever writes it means a database that only the
 * pod beside it reaches, or a default of a chart. That of an administrator is a door.
 */
function isThrowaway(key: string, text: string | undefined): boolean {
  const value = text?.trim() ?? '';
  if (/admin|root|bootstrap/i.test(key.slice(0, 253))) return false;
  return (
    value.length <= 40 &&
    (/^[A-Z]?[a-z]{1,16}[\d!@#]{0,2}$/.test(value) ||
      /^[A-Za-z._-]{0,32}(?:password|passwd|pass|secret|token|key|test)[-_]?\d{0,3}$/i.test(value) ||
      /^\d{1,3} (?:second|minute|hour|day|week|month|year)s?$/.test(value))
  );
}

/** Keys of a Secret that a login, or whoever signs in, needs. */
const namesLogin = /(?:client|oidc|oauth|cookie|crypto)[-_.]?\w*[-_.]?secret|secret[-_]?key|password$|token$/i;

const sureShapes: ReadonlySet<string> = new Set(['a private key', 'an age secret key', 'a GitHub token', 'a GitLab token', 'a Slack token', 'a Vault token']);

const secretName = /CLIENT_SECRET$|COOKIE_SECRET$|CRYPTO_KEY$|^ADMIN_TOKEN$/;

const secretKey = /^(?:client_?secret|oidc_?client_?secret|cookie_?secret|secret_key)$/i;
