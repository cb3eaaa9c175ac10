import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { RE2JS } from 're2js';
import { parseGoUrl } from '../go/url.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';
import { type Builtins, joins, pure, told, wantDict } from './builtin.ts';
import { toJson, toYaml } from './go-yaml.ts';
import { NotRendered, refused } from './not-rendered.ts';
import { isOpaque, opaque } from './opaque-text.ts';
import { semverMeets } from './semver.ts';
import { isList, textOf, type Value, valueOf, wantText } from './value.ts';

const t = (value: Value): string => wantText(value, 'an encoding function');

/** Versions of Kubernetes that a cluster of today may run: what holds for all of them holds. */
export const kubeVersion = opaque('KubeVersion');
const clusters = ['1.28.0', '1.30.0', '1.34.0', '1.40.0'];

function fromYaml(text: string): Value {
  const documents = parseYaml(text);
  if (isOpaque(text) || documents.length > 1 || documents.some(({ faults }) => faults.length > 0)) throw new NotRendered('it reads a text as YAML');
  return valueOf(documents[0]?.value);
}

function fromJson(text: string): Value {
  try {
    return valueOf(JSON.parse(text));
  } catch {
    throw new NotRendered('it reads a text as JSON that is none');
  }
}

const hash = (algorithm: string, text: Value): string => createHash(algorithm).update(t(text), 'utf8').digest('hex');

function pattern(text: Value): RE2JS {
  try {
    return RE2JS.compile(t(text));
  } catch {
    throw refused('a regular expression that is none');
  }
}

function found(expression: Value, text: Value, most: number): string[] {
  const matcher = pattern(expression).matcher(t(text));
  const all: string[] = [];
  while ((most < 0 || all.length < most) && matcher.find()) all.push(matcher.group() ?? '');
  return all;
}

/** The meeting of a version and a constraint, where every cluster of today has the same answer. */
function meets(constraint: string, version: string): boolean {
  const answers =
    version === kubeVersion ? clusters.map((one) => semverMeets(constraint, one)) : isOpaque(version) ? [undefined] : [semverMeets(constraint, version)];
  const [first] = answers;
  if (first === undefined || answers.some((one) => one !== first)) throw new NotRendered('it compares versions');
  return first;
}

function urlParts(text: string): Value {
  const parsed = parseGoUrl(text);
  if ('error' in parsed || /[%@]/.test(text)) throw new NotRendered('it takes a URL apart');
  const { scheme, host, path, query, fragment, opaque: rest } = parsed.url;
  return new Map(Object.entries({ scheme, host, hostname: host.replace(/:\d{1,5}$/, ''), path, query, fragment, opaque: rest, userinfo: '' }));
}

const asks =
  (what: string): Builtins[string] =>
  () => {
    throw new NotRendered(`it asks for ${what}`);
  };
const random = (): Value => opaque('random');

/** Functions that write and read YAML, JSON and encodings, and those that ask what no file says. */
export const encodingFunctions: Builtins = {
  toYaml: joins(toYaml),
  toYamlPretty: joins(toYaml),
  toJson: joins((value) => toJson(value)),
  toRawJson: joins((value) => toJson(value, '', false)),
  toPrettyJson: joins((value) => toJson(value, '  ')),
  mustToJson: joins((value) => toJson(value)),
  fromYaml: joins((text) => fromYaml(t(text)) ?? new Map()),
  fromYamlArray: joins((text) => (isList(fromYaml(t(text))) ? fromYaml(t(text)) : [])),
  fromJson: told((text) => fromJson(t(text))),
  fromJsonArray: told((text) => fromJson(t(text))),
  b64enc: pure('b64enc', (text) => Buffer.from(t(text), 'utf8').toString('base64')),
  b64dec: pure('b64dec', (text) => Buffer.from(t(text), 'base64').toString('utf8')),
  sha256sum: pure('sha256sum', (text) => hash('sha256', text)),
  sha1sum: pure('sha1sum', (text) => hash('sha1', text)),
  sha512sum: pure('sha512sum', (text) => hash('sha512', text)),
  urlquery: pure('urlquery', (text) => encodeURIComponent(textOf(text)).replaceAll('%20', '+')),
  urlParse: told((text) => urlParts(t(text))),
  urlJoin: joins((parts) => {
    const part = (name: string): string => textOf(wantDict(parts, 'urlJoin').get(name) ?? '');
    if (part('userinfo') !== '' || part('query') !== '') throw new NotRendered('it puts a URL together');
    return `${part('scheme')}://${part('host')}${part('path')}`;
  }),
  base: pure('base', (text) => posix.basename(t(text))),
  dir: pure('dir', (text) => posix.dirname(t(text))),
  ext: pure('ext', (text) => posix.extname(t(text))),
  clean: pure('clean', (text) => posix.normalize(t(text))),
  regexMatch: told((expression, text) => pattern(expression).matcher(t(text)).find()),
  regexFind: pure('regexFind', (expression, text) => found(expression, text, 1)[0] ?? ''),
  regexFindAll: told((expression, text, most) => found(expression, text, Number(most))),
  regexReplaceAll: pure('regexReplaceAll', (expression, text, by) =>
    pattern(expression)
      .matcher(t(text))
      .replaceAll(t(by).replaceAll(/\$\{(\w+)\}/g, '$$$1')),
  ),
  regexReplaceAllLiteral: pure('regexReplaceAllLiteral', (expression, text, by) =>
    pattern(expression).matcher(t(text)).replaceAll(t(by).replaceAll('\\', '\\\\').replaceAll('$', '\\$')),
  ),
  regexSplit: told((expression, text) => pattern(expression).split(t(text))),
  regexQuoteMeta: pure('regexQuoteMeta', (text) => t(text).replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`)),
  semverCompare: (values) => meets(t(values[0]), t(values[1])),
  lookup: asks('an object of the cluster'),
  now: asks('the time'),
  date: asks('the time'),
  env: asks('an environment variable'),
  genCA: asks('a new certificate'),
  genSignedCert: asks('a new certificate'),
  genSelfSignedCert: asks('a new certificate'),
  genPrivateKey: random,
  randAlphaNum: random,
  randAlpha: random,
  randNumeric: random,
  randAscii: random,
  randBytes: random,
  uuidv4: random,
  htpasswd: random,
  bcrypt: random,
  derivePassword: random,
};
