import { readFileSync } from 'node:fs';
import { PinoutError } from '../contract/error.ts';
import { supported } from '../contract/versions.ts';
import { parseKeys, type Keys } from '../explain/keys.ts';
import type { Verdict } from '../explain/step.ts';
import { renderVerdict } from '../explain/render-verdict.ts';
import type { Outcome } from './command.ts';
import { configurationPath } from './configuration-path.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import { parse } from './parse.ts';
import { UsageError } from './usage-error.ts';

const options = {
  config: { type: 'string' },
  kubernetes: { type: 'string' },
  jwks: { type: 'string' },
  at: { type: 'string' },
  for: { type: 'string' },
  dist: { type: 'string' },
  timeout: { type: 'string' },
  'config-only': { type: 'boolean' },
  'service-account-issuer': { type: 'string' },
  'egress-selector': { type: 'string' },
} as const;

type Explain = (line: string) => Promise<Verdict>;

/** `pinout explain`: judges tokens as kube-apiserver or an app would. Tokens come from stdin or a file, one a line. */
export async function explainCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, options, true);
  const json = outputOf(args).format === 'json';
  const minor = minorOf(values.kubernetes);
  const at = values.at === undefined ? undefined : momentOf(values.at);
  const timeoutSeconds = secondsOf(values.timeout);
  const issuers = (values['service-account-issuer'] ?? '').split(',').filter((issuer) => issuer !== '');
  if (values['config-only'] === true)
    return await judgeConfiguration(readText(configurationPath(values.config)), minor, issuers, values['egress-selector']?.split(','), json, io);
  if (positionals.length > 1) throw new UsageError('explain takes one file of tokens, or tokens on stdin');
  const keys = values.jwks === undefined ? undefined : readKeys(values.jwks);
  const consumer = values.for ?? 'apiserver';
  const explain =
    consumer === 'apiserver'
      ? await forApiserver({
          configuration: readText(configurationPath(values.config)),
          minor,
          serviceAccountIssuers: issuers,
          timeoutSeconds,
          ...(keys === undefined ? {} : { keys }),
          ...(at === undefined ? {} : { at }),
        })
      : await forApp(consumer, values.dist ?? 'dist', keys, at);
  const lines = readTokens(positionals[0], io);
  let open = false;
  let refused = false;
  for (const [index, line] of lines.entries()) {
    const verdict = await explain(line);
    refused ||= !verdict.accepted;
    open ||= !verdict.accepted && verdict.error === null && verdict.steps.some(({ step, status }) => step === 'signature' && status === 'not evaluated');
    if (json) io.out(`${JSON.stringify(verdict)}\n`);
    else io.out(`${lines.length > 1 ? `${index === 0 ? '' : '\n'}token ${index + 1}\n` : ''}${renderVerdict(verdict)}`);
  }
  return { code: open ? exit.unreadable : refused ? exit.findings : exit.clean, findings: [], printed: true };
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
  if (json) io.out(`${JSON.stringify({ valid, error, ...more })}\n`);
  else
    io.out(error === null ? (valid ? 'valid\n' : `not evaluated: ${notEvaluated.map(({ path, what }) => `${path} uses ${what}`).join('; ')}\n`) : `${error}\n`);
  return { code: valid ? exit.clean : exit.findings, findings: [], printed: true };
}

async function forApiserver(input: Parameters<typeof import('../explain/apiserver-context.ts').apiserverContext>[0]): Promise<Explain> {
  const { apiserverContext } = await import('../explain/apiserver-context.ts');
  const { explainForApiserver } = await import('../explain/explain-apiserver.ts');
  const made = apiserverContext(input);
  if ('context' in made) return async (line) => await explainForApiserver(line, made.context);
  const why = 'kube-apiserver does not take this configuration: at a start it ends, on a change it keeps the old one';
  const steps = [{ step: 'configuration', status: 'failed' as const, detail: made.error }];
  return async () =>
    await Promise.resolve({
      accepted: false,
      error: null,
      user: null,
      steps,
      why: `${why}. ${made.error}`,
      fix: 'repair the file, then judge it with pinout explain --config-only',
    });
}

async function forApp(name: string, dist: string, keys: Keys | undefined, at: number | undefined): Promise<Explain> {
  const { appContext, consumers } = await import('../explain/app-context.ts');
  const { explainForApp } = await import('../explain/explain-app.ts');
  const { readTree } = await import('../tree/tree.ts');
  if (!consumers.includes(name)) throw new UsageError(`--for takes one of ${consumers.join(', ')}, but got ${JSON.stringify(name)}`);
  const context = appContext(
    name,
    readTree([dist]).documents.map(({ source }) => source),
    keys,
    at,
  );
  if (context === undefined)
    throw unreadable(dist, `no ${name} that logs in through OIDC`, 'run npm run synth first, or name the folder of its manifests with --dist');
  return async (line) => await explainForApp(line, context);
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
  const seconds = text === undefined ? 10 : Number(text);
  if (seconds > 0 && seconds <= 300) return seconds;
  throw new UsageError(`--timeout takes seconds, but got ${JSON.stringify(text)}`);
}

function readTokens(file: string | undefined, io: Io): readonly string[] {
  // A token on the command line would stand in the shell's history and in the list of processes; it is not repeated here either.
  if (file !== undefined && /^ey[\w-]+\.[\w-]*\./.test(file)) throw new UsageError('a token is never an argument: give it on stdin, or in a file');
  const text = file === undefined ? (io.input ?? (() => readFileSync(0, 'utf8')))() : readText(file);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UsageError('there is no token on stdin: pinout explain < token');
  return lines;
}

function readKeys(file: string): Keys {
  try {
    return parseKeys(readText(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(file, 'no JSON', 'give a JWK set: the text that jwks_uri of the discovery document answers with');
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, (error as NodeJS.ErrnoException).code ?? 'unreadable', 'name a file that can be read');
  }
}

function unreadable(field: string, found: string, fix: string): PinoutError {
  return new PinoutError({ code: 'path-unreadable', app: 'explain', field, found, wanted: 'a file that can be read', fix });
}
