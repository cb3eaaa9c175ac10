import { statSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { PinoutError } from '../contract/error.ts';
import { printableJson, printableLine } from '../contract/printable.ts';
import { supported } from '../contract/versions.ts';
import type { KnownApps, TokenApp } from '../explain/app-context.ts';
import { parseKeys, type Keys } from '../explain/keys.ts';
import type { Verdict } from '../explain/step.ts';
import { indented, renderVerdict } from '../explain/render-verdict.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import type { Definitions } from './own-integrations.ts';
import { parse } from './parse.ts';
import { readBounded } from './read-bounded.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

type Explain = (line: string) => Promise<Verdict>;

/** `pinout explain`: judges tokens as kube-apiserver or an app would. Tokens come from stdin or a file, one a line. */
export async function explainCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.explain);
  const own = values.integrations === undefined ? undefined : await (await import('./own-integrations.ts')).loadDefinitions('explain', values.integrations);
  const json = outputOf(values).format === 'json';
  const minor = minorOf(values.kubernetes);
  const at = values.at === undefined ? undefined : momentOf(values.at);
  const timeoutSeconds = secondsOf(values.timeout);
  const issuers = (values['service-account-issuer'] ?? '').split(',').filter((issuer) => issuer !== '');
  if (values['config-only'] === true)
    return await judgeConfiguration(
      readText(configurationPath(values.config), 'an AuthenticationConfiguration'),
      minor,
      issuers,
      values['egress-selector']?.split(','),
      json,
      io,
    );
  if (positionals.length > 1) throw new UsageError('explain takes one file of tokens, or tokens on stdin');
  const keys = values.jwks === undefined ? undefined : readKeys(values.jwks);
  const consumer = values.for ?? 'apiserver';
  const explain =
    consumer === 'apiserver'
      ? await forApiserver({
          ...(await settingsOf(values.config, values.dist, minor)),
          minor,
          serviceAccountIssuers: issuers,
          timeoutSeconds,
          ...(keys === undefined ? {} : { keys }),
          ...(at === undefined ? {} : { at }),
        })
      : await forApp(consumer, values.dist ?? 'dist', keys, at, own);
  const lines = readTokens(positionals[0], io);
  let open = false;
  let refused = false;
  for (const [index, line] of lines.entries()) {
    const verdict = await judged(explain, line);
    refused ||= !verdict.accepted;
    open ||=
      !verdict.accepted &&
      verdict.error === null &&
      verdict.steps.some(({ step, status }) => ['signature', unjudged].includes(step) && status === 'not evaluated');
    if (json) io.out(`${printableJson(verdict)}\n`);
    else io.out(`${lines.length > 1 ? `${index === 0 ? '' : '\n'}token ${index + 1}\n` : ''}${renderVerdict(verdict)}`);
  }
  return { code: open ? exit.unreadable : refused ? exit.findings : exit.clean, findings: [], printed: true };
}

const unjudged = 'token';

/** One odd token must not keep the verdict on the others back. */
async function judged(explain: Explain, line: string): Promise<Verdict> {
  try {
    return await explain(line);
  } catch (error) {
    const detail = `this token cannot be judged here: ${error instanceof RangeError ? 'it is too large or nested too deep' : error instanceof Error ? error.message : String(error)}`;
    const steps = [{ step: unjudged, status: 'not evaluated' as const, detail }];
    return { accepted: false, error: null, user: null, steps, why: detail, fix: 'ask the server itself: a TokenReview shows the reason' };
  }
}

async function judgeConfiguration(
  text: string,
  minor: number,
  issuers: readonly string[],
  egress: readonly string[] | undefined,
  json: boolean,
  io: Io,
): Promise<Outcome> {
  const { judge } = await import('../explain/judge-configuration.ts');
  const { valid, error, notEvaluated } = judge(text, minor, issuers, egress);
  const more = notEvaluated.length === 0 ? {} : { notEvaluated };
  if (json) io.out(`${printableJson({ valid, error, ...more })}\n`);
  else if (error !== null) io.out(`${indented(error, 0)}\n`);
  else if (valid) io.out('valid\n');
  else io.out(`${printableLine(`not evaluated: ${notEvaluated.map(({ path, what }) => `${path} uses ${what}`).join('; ')}`)}\n`);
  return { code: valid ? exit.clean : exit.findings, findings: [], printed: true };
}

type Given = Pick<Parameters<typeof import('../explain/apiserver-context.ts').apiserverContext>[0], 'configuration' | 'algorithms' | 'bindings'>;

/** What kube-apiserver is told, in whatever file it stands, and what RBAC of the same manifests binds. */
async function settingsOf(config: string | undefined, dist: string | undefined, minor: number): Promise<Given> {
  const file = configurationPath(config);
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
  const text = isFolder ? '' : readText(file, 'an AuthenticationConfiguration');
  const manifests = dist ?? (isFolder ? file : config === undefined ? join(file, '..', '..', '..') : undefined);
  const rights =
    manifests === undefined ? {} : { bindings: (await import('../explain/may.ts')).bindingsOf((await import('../tree/tree.ts')).readTree([manifests])) };
  // The file itself is judged as kube-apiserver reads it, with every mistake that it may have.
  if (!isFolder && /^[ \t"'{]{0,40}(?:kind|apiVersion)["']?[ \t]{0,40}:[ \t]{0,40}["']?(?:AuthenticationConfiguration|apiserver\.config\.k8s\.io)/m.test(text))
    return { configuration: text, ...rights };
  const { apiserverSettingsOf } = await import('../explain/apiserver-settings.ts');
  const found = apiserverSettingsOf(file, minor);
  if (found === undefined && !isFolder) return { configuration: text, ...rights };
  if (found !== undefined && 'configuration' in found) return { ...found, ...rights };
  throw unreadable(
    file,
    found?.found ?? 'a file without kube-apiserver settings',
    found?.fix ?? 'name the file that starts kube-apiserver, or its AuthenticationConfiguration',
    "an AuthenticationConfiguration, or kubeadm's, k3s', Talos' or a static pod's settings with --oidc-issuer-url",
  );
}

async function forApiserver(input: Parameters<typeof import('../explain/apiserver-context.ts').apiserverContext>[0]): Promise<Explain> {
  const { apiserverContext } = await import('../explain/apiserver-context.ts');
  const { explainForApiserver } = await import('../explain/explain-apiserver.ts');
  const made = apiserverContext(input);
  if ('context' in made) return async (line) => await explainForApiserver(line, made.context);
  const why = 'kube-apiserver refuses this configuration: it does not start with it, or keeps the old one after a change';
  const steps = [{ step: 'configuration', status: 'failed' as const, detail: made.error }];
  return async () =>
    await Promise.resolve({
      accepted: false,
      error: null,
      user: null,
      steps,
      why: `${why}. ${made.error}`,
      fix: 'fix the file, then check it with pinout explain --config-only',
    });
}

async function forApp(name: string, dist: string, keys: Keys | undefined, at: number | undefined, own: Definitions | undefined): Promise<Explain> {
  const { appsNamed, tokenApps } = await import('../explain/app-context.ts');
  const { explainForApp } = await import('../explain/explain-app.ts');
  const { readTree } = await import('../tree/tree.ts');
  const known = tokenApps(readTree([dist]), own?.integrations, own?.providers);
  const [app, ...more] = appsNamed(name, known);
  if (app === undefined) throw unknownApp(name, dist, known);
  if (more.length > 0)
    throw new UsageError(`--for ${name} could mean ${[app, ...more].map(placed).join(', ')}: pass the name of one, or the folder of one cluster with --dist`);
  const { judge, ends } = app;
  const context = { name: app.name, judge, ends, keys: keys ?? { unknown: 'no keys were passed' }, at: () => at ?? Date.now() };
  return async (line) => await explainForApp(line, context);
}

const placed = ({ name, ends: { app } }: TokenApp): string => `${name}${app.clientId === undefined ? '' : ` (${app.clientId.at.file})`}`;

function unknownApp(name: string, dist: string, { apps, guarded }: KnownApps): Error {
  const names = ['apiserver', ...[...new Set(apps.map((app) => app.name))].sort()];
  if (guarded.includes(name)) return new UsageError(`${name} is behind forward-auth and never gets a token. --for takes ${names.join(', ')}`);
  if (apps.length === 0)
    return unreadable(
      dist,
      'a folder without any OpenID Connect login',
      'run npm run synth first, or pass the folder with the manifests with --dist',
      'a folder of manifests',
    );
  const near = closest(name, names);
  const meant = distance(name, near) <= Math.max(1, Math.floor(name.length / 3)) ? ` Did you mean ${near}?` : '';
  return new UsageError(`--for: no app with OpenID Connect in ${dist} has the name ${JSON.stringify(name)}.${meant} There is ${names.join(', ')}`);
}

function minorOf(text: string | undefined): number {
  const found = /^v?1\.(\d+)(?:\.\d+)?$/.exec(text ?? supported.kubernetes.at(-1)!);
  if (found !== null && (supported.kubernetes as readonly string[]).includes(`1.${found[1]!}`)) return Number(found[1]);
  throw new UsageError(`--kubernetes takes a version from ${supported.kubernetes[0]} to ${supported.kubernetes.at(-1)!}, but got ${JSON.stringify(text)}`);
}

function momentOf(text: string): number {
  const milliseconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(milliseconds)) return milliseconds;
  throw new UsageError(`--at takes a time such as 2026-10-02T19:35:14Z or seconds since 1970, but got ${JSON.stringify(text)}`);
}

function secondsOf(text: string | undefined): number {
  const seconds = text === undefined ? 5 : Number(text);
  if (seconds > 0 && seconds <= 300) return seconds;
  throw new UsageError(`--timeout takes seconds, but got ${JSON.stringify(text)}`);
}

function readTokens(file: string | undefined, io: Io): readonly string[] {
  // A token on the command line would be in the shell's history and in the list of processes; it is not repeated here either.
  if (file !== undefined && /^ey[\w-]+\.[\w-]*\./.test(file)) throw new UsageError('a token must not be an argument: pass it on stdin or in a file');
  const text = file === undefined ? (io.input ?? readInput)() : readText(file, 'a file of tokens, one per line');
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UsageError('there is no token on stdin: pinout explain < token');
  return lines;
}

function readKeys(file: string): Keys {
  try {
    return parseKeys(readText(file, 'a JWK set'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(file, 'text that is not JSON', 'pass the response from the jwks_uri of the discovery document', 'a JWK set');
  }
}

function readText(file: string, wanted: string): string {
  const read = readBounded(file);
  if ('text' in read) return read.text;
  throw unreadable(file, read.why, 'name a regular file that can be read', wanted);
}

function readInput(): string {
  const read = readBounded(0);
  if ('text' in read) return read.text;
  throw unreadable('stdin', read.why, 'pass tokens, one per line', 'text with tokens');
}

function unreadable(field: string, found: string, fix: string, wanted: string): PinoutError {
  return new PinoutError({ code: 'path-unreadable', app: 'explain', field, found, wanted, fix });
}

const below = ['manual', 'kubernetes', 'authentication-configuration.yaml'];

/** The file of `--config`, else the one that synth wrote. @throws UsageError when there is none or more than one */
function configurationPath(given: string | undefined): string {
  if (given !== undefined) return given;
  const clusters = existsSync('dist') ? readdirSync('dist').sort() : [];
  const found = clusters.map((cluster) => join('dist', cluster, ...below)).filter((path) => existsSync(path));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new UsageError(`choose one with --config: ${found.join(', ')}`);
  throw new UsageError('pass the AuthenticationConfiguration with --config FILE: dist has none');
}
