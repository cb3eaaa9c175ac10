import { isSecretName, secretShape, secretUnder } from '../contract/secret-text.ts';
import type { Located } from '../contract/observed.ts';
import { providersOf } from '../idp/known-providers.ts';
import { Reader } from '../manifest/reader.ts';
import type { Repository } from '../repository/repository.ts';
import type { Place } from '../repository/rule.ts';
import type { Container } from '../tree/containers.ts';
import { keyOfSecret } from '../tree/environment.ts';
import type { Objects } from '../tree/objects.ts';
import type { Release } from '../tree/release.ts';
import { namesSecretKey, secretTextOf } from '../tree/secret-text.ts';
import { walk } from '../tree/walk.ts';

/** A secret in plain text. */
export interface Literal {
  readonly at: Place;
  /** Never its value. */
  readonly what: string;
  /** A login or an identity provider depends on it, or its form alone says what it opens. */
  readonly ofLogin: boolean;
  /** A word that nobody made at random: a demonstration's, or one to be replaced. */
  readonly isWord?: true;
}

const found = new WeakMap<Repository, readonly Literal[]>();

/** Every secret that is in plain text in a tree, each once. Two rules ask. */
export function literalsIn(repository: Repository): readonly Literal[] {
  const all = found.get(repository) ?? [...lookedFor(repository)];
  found.set(repository, all);
  return all;
}

function* lookedFor(repository: Repository): Generator<Literal> {
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
  // What is in the values of a chart is in the Secret that is rendered of them.
  const told = new Set<string>();
  function* judged(at: Place, key: string, text: string | undefined, label: string, signsIn: boolean, inLogin = false): Generator<Literal> {
    const found = literalUnder(key, text, providers, { signsIn, inLogin });
    if (found === undefined) return;
    told.add(text ?? '');
    if (once(at)) yield { at, what: found.what === undefined ? label : `${found.what} in ${label}`, ofLogin: found.ofLogin, ...wordOf(text) };
  }
  const atHome = onDesks(repository);
  for (const { literalSecret, label } of clients)
    if (literalSecret !== undefined && isSecretText(literalSecret.value) && once(literalSecret) && !atHome.has(literalSecret.at.file))
      yield { at: literalSecret, what: `client_secret of ${label}`, ofLogin: true, ...wordOf(literalSecret.value) };
  const signing = signingIn(repository);
  for (const container of containers)
    for (const { name, value } of container.env.values())
      if (value !== undefined) yield* judged(value, name, value.value, `the variable ${name}`, signing.has(container) || signing.has(container.release));
  for (const release of releases) {
    const installed = providers.find(({ facts }) => facts.runs.charts.includes(release.chart))?.facts;
    for (const layer of release.layers)
      for (const { key, node, parent } of walk(layer)) {
        // `{ name: DB_PASS, value: … }` is a variable.
        const name = key === 'value' ? (parent.get('name').text() ?? key) : key;
        // With one of these anybody is its administrator.
        if (installed?.secretValues?.test(key) === true && isSecretText(node.text()) && once(node)) {
          yield { at: node, what: `the value ${name} of ${installed.title}`, ofLogin: true, ...wordOf(node.text()) };
          continue;
        }
        if ((secretKey.test(name) && namesSecretKey(node.text())) || keyOfSecret(node) !== undefined) continue;
        // So does an entry of an ExternalSecret, which a chart takes among its own objects.
        if (key === 'secretKey' && ['remoteRef', 'sourceRef', 'property', 'remoteKey'].some((beside) => parent.get(beside).exists)) continue;
        // `{ secretName: notes, secretKey: uri }` says where to look.
        if (/key$/i.test(name) && ['secretName', 'name', 'existingSecret', 'secret'].some((beside) => parent.get(beside).text() !== undefined)) continue;
        // So do `existingSecretKeys: { password: password }`, and `masterSecretKey` beside `masterSecretName`.
        if (/secret_?(?:ref_?)?keys?$/i.test(String(parent.key)) || (/secret_?key$/i.test(name) && isBesideName(name, parent))) continue;
        yield* judged(node, name, node.text(), `the value ${name}`, signing.has(release), /oidc|oauth|openid|sso/i.test(String(parent.key)));
      }
  }
  for (const { literalSecret, app } of logins.all)
    if (literalSecret !== undefined && isSecretText(literalSecret.value) && once(literalSecret))
      yield { at: literalSecret, what: `client_secret of ${app}`, ofLogin: true, ...wordOf(literalSecret.value) };
  for (const { at, what } of inHeaders(objects)) if (once(at)) yield { at, what, ofLogin: true };
  const asked = secretsOfProviders(repository);
  for (const object of [...objects.of('Secret'), ...objects.of('ExternalSecret')]) {
    if (object.root.get('sops').exists) continue;
    for (const field of object.kind === 'Secret' ? [['stringData'], ['data']] : [['spec', 'target', 'template', 'data']])
      for (const [key, value] of object.root.entries(...field)) {
        const text = value.text();
        if (!namesLogin.test(key.slice(0, 253)) || !isSecretText(text)) continue;
        if (!object.ours && (told.has(value.text() ?? '') || isThrowaway(key, text))) continue;
        const ofLogin = ofOneLogin.test(key.slice(0, 253)) || asked.has(`${object.namespace}/${object.name}`);
        if (once(value)) yield { at: value, what: `${key} of ${object.kind}/${object.name}`, ofLogin, ...wordOf(text) };
      }
  }
}

/**
 * Files of an identity provider that runs on a developer's own machine: no objects of a cluster, and every client comes back to `localhost`. Whoever has a
 * secret of these opens nothing.
 */
function onDesks({ clients, tree }: Repository): ReadonlySet<string> {
  const isLocal = ({ redirects = [] }: Repository['clients'][number]): boolean =>
    redirects.length > 0 && redirects.every(({ value: { url } }) => /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/.test(url));
  const files = new Set(clients.filter(isLocal).map(({ place }) => place.at.file));
  for (const { file } of tree.objects) files.delete(file);
  for (const client of clients) if (!isLocal(client)) files.delete(client.place.at.file);
  return files;
}

/** What has a login or is an identity provider: a word like `secret_key` among its settings is that of its sessions. */
function signingIn(repository: Repository): ReadonlySet<Container | Release | undefined> {
  const { logins, containers, releases } = repository;
  const runs = providersOf(repository).map(({ facts }) => facts.runs);
  const isProvider = (chart: string, image = ''): boolean => runs.some((one) => one.charts.includes(chart) || one.image.test(image));
  const found = new Set<Container | Release | undefined>([
    ...logins.all.flatMap(({ container, release }) => [container, release]),
    ...containers.filter(({ image, release }) => isProvider(release?.chart ?? '', image)),
    ...releases.filter(({ chart }) => isProvider(chart)),
  ]);
  found.delete(undefined);
  return found;
}

/** Secrets that an identity provider takes variables from: `namespace/name`. */
function secretsOfProviders(repository: Repository): ReadonlySet<string> {
  const runs = providersOf(repository).map(({ facts }) => facts.runs);
  const own = repository.containers.filter(({ image, release }) => runs.some((one) => one.charts.includes(release?.chart ?? '') || one.image.test(image)));
  return new Set(
    own.flatMap(({ env, object }) => [...env.values()].flatMap(({ from }) => (from?.kind === 'Secret' ? [`${object.namespace}/${from.name}`] : []))),
  );
}

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

/** What somebody is to replace is no secret: a template, or filled in before it is applied. */
const isSecretText = (text: string | undefined): boolean => secretTextOf(text) === 'secret';

/** What a text is under a key: a secret of a login or of a known issuer for sure, or what synth would refuse as well, and what may be meant otherwise. */
function literalUnder(
  key: string,
  text: string | undefined,
  providers: ReturnType<typeof providersOf>,
  { signsIn, inLogin }: { readonly signsIn: boolean; readonly inLogin: boolean },
): { readonly ofLogin: boolean; readonly what?: string } | undefined {
  if (text === undefined || !isSecretText(text)) return undefined;
  if (secretName.test(key) || providers.some(({ facts }) => facts.secretVariables?.test(key) === true) || secretKey.test(key))
    return { ofLogin: signsIn || inLogin || !/secret_key$/i.test(key) };
  const shape = secretShape(text);
  // An access key is the name beside a secret, and a hash is made to be stored.
  if (shape === 'an AWS access key' || shape === 'a password hash') return undefined;
  if (shape !== undefined) return { what: shape, ofLogin: sureShapes.has(shape) };
  const what = secretUnder(key, text, canBeSecret);
  if (what === undefined || isThrowaway(key, text)) return undefined;
  return { ofLogin: inLogin, ...(isSecretName(key, text) ? {} : { what }) };
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

/**
 * A word that nobody made at random: `immich` for the database of Immich, `password`, the name of a key. Anyone who writes it means a database that only the
 * pod beside it reaches, or a default of a chart. That of an administrator is a door.
 */
const isThrowaway = (key: string, text: string | undefined): boolean => !/admin|root|bootstrap/i.test(key.slice(0, 253)) && isWord(text?.trim() ?? '');

const isWord = (value: string): boolean =>
  value.length <= 40 &&
  (/^[A-Z]?[a-z]{1,16}[\d!@#]{0,2}$/.test(value) ||
    /^[A-Za-z._-]{0,32}(?:password|passwd|pass|secret|token|key|test)[-_]?\d{0,3}$/i.test(value) ||
    /^\d{1,3} (?:second|minute|hour|day|week|month|year)s?$/.test(value));

/** Lower-case words, as in the name of an object: a demonstration's secret, or the name of where it is kept. */
const isName = (value: string): boolean => value.length <= 60 && /^[a-z]{2,30}(?:[-_.][a-z]{2,30}){1,8}$/.test(value);

/** Beside such a word, one with the digits that everybody adds: `admin123`, `Admin-Demo-123!`, and a file's line that ends in one. */
const wordOf = (text: string | undefined): { readonly isWord?: true } => {
  const value = text?.trim().split(/[=\n]/).at(-1)?.trim() ?? '';
  return isWord(value) || isName(value) || (value.length <= 40 && /^[A-Za-z._-]{1,32}12345?[!@#]?$|^[A-Za-z._-]{1,32}123[!@#]?$/.test(value))
    ? { isWord: true }
    : {};
};

/** Keys of a Secret that a login, or a person who signs in, needs. */
const namesLogin = /(?:client|oidc|oauth|cookie|crypto)[-_.]?\w*[-_.]?secret|secret[-_]?key|password$|token$/i;

/** Those of a login by their name alone. */
const ofOneLogin = /(?:client|oidc|oauth|cookie|crypto)[-_.]?\w*[-_.]?secret/i;

const sureShapes: ReadonlySet<string> = new Set(['a private key', 'an age secret key', 'a GitHub token', 'a GitLab token', 'a Slack token', 'a Vault token']);

const secretName = /(?:CLIENT|COOKIE)_?SECRET$|__ClientSecret$|CRYPTO_KEY$|^ADMIN_TOKEN$/;

const secretKey = /^(?:client_?secret|oidc_?client_?secret|cookie_?secret|secret_key)$/i;
