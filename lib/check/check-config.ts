import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PinoutError, show } from '../contract/error.ts';
import { near } from '../contract/option-error.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import { type GivenVersions, sayable, sayableNames } from '../repository/versions.ts';

/** Findings that are right as they are, and why. */
export interface Ignore {
  readonly rules: readonly string[];
  /** Patterns of files; every file when there are none. */
  readonly paths: readonly string[];
  readonly reason: string;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

/** What a repository decided about its checks. Paths are as the command takes them. */
export interface CheckConfig {
  readonly file?: string;
  /** Folder that patterns of files are relative to. */
  readonly folder: string;
  readonly paths?: readonly string[];
  readonly strict?: boolean;
  readonly versions: GivenVersions;
  readonly ignores: readonly Ignore[];
  readonly baseline?: string;
}

const configName = 'pinout.check.yaml';
const keys = ['paths', 'strict', 'versions', 'ignore', 'baseline'];

/**
 * Reads `pinout.check.yaml`, or the key `pinout` of `package.json`, in the current folder; or the file that was named.
 *
 * @throws PinoutError `check-config-invalid`
 */
export function readCheckConfig(named: string | undefined, codes: readonly string[]): CheckConfig {
  const file = named ?? (existsSync(configName) ? configName : existsSync('package.json') ? 'package.json' : undefined);
  if (file === undefined) return { folder: '.', versions: {}, ignores: [] };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PinoutError({
      ...about(file),
      field: 'config',
      found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
      wanted: 'a file that can be read',
      fix: `name another file with --config, or write ${configName}`,
    });
  }
  return configOf(file, text, codes, named);
}

/** The same of a text. */
function configOf(file: string, text: string, codes: readonly string[], named?: string): CheckConfig {
  const isPackage = file.endsWith('package.json');
  const [document, second] = sourceDocuments(file, text);
  const fault = document?.parsed.faults[0];
  // A package.json that is broken is the matter of npm.
  if (isPackage && (fault !== undefined || (named === undefined && !text.includes('"pinout"')))) return { folder: dirname(file), versions: {}, ignores: [] };
  if (document !== undefined && fault !== undefined) {
    const { line, column } = document.position(document.parsed.base + fault.offset);
    throw new PinoutError({ ...about(file, line, column), field: 'the file', found: fault.message, wanted: 'YAML', fix: 'correct it there' });
  }
  if (document === undefined || second !== undefined) {
    if (document === undefined) return { file, folder: dirname(file), versions: {}, ignores: [] };
    throw new PinoutError({ ...about(file), field: 'the file', found: 'several documents', wanted: 'one document', fix: 'remove the --- lines' });
  }
  const root = isPackage ? Reader.of(document).get('pinout') : Reader.of(document);
  if (!root.exists || root.value === null) return { folder: dirname(file), versions: {}, ignores: [] };
  return read(root, file, codes);
}

function read(root: Reader, file: string, codes: readonly string[]): CheckConfig {
  const folder = dirname(file);
  refuseUnknown(root, '', keys);
  const paths = list(root.get('paths'), 'paths');
  const strict = root.get('strict');
  if (strict.exists && typeof strict.value !== 'boolean') throw refused(strict, 'strict', 'true or false', 'strict: true');
  const versions = root.get('versions');
  if (versions.exists) refuseUnknown(versions, 'versions', sayableNames);
  const given = sayableNames.flatMap((product) => {
    const node = versions.get(product);
    if (!node.exists) return [];
    // A number loses its zeros: 2026.10 would be 2026.1.
    if (!/^v?\d+\.\d+(\.\d+)?$/.test(node.text() ?? '')) throw refused(node, `versions.${product}`, 'a version in quotes', `${product}: '${sayable[product]}'`);
    return [[product, node.text()!]];
  });
  const baseline = root.get('baseline');
  if (baseline.exists && (baseline.text() ?? '') === '') throw refused(baseline, 'baseline', 'the path of a file', 'baseline: pinout.baseline.json');
  const ignore = root.get('ignore');
  if (ignore.exists && !Array.isArray(ignore.value)) throw refused(ignore, 'ignore', 'a list', 'ignore: [{ rule: CODE, reason: why }]');
  return {
    file,
    folder,
    ...(paths === undefined ? {} : { paths: paths.map((path) => within(folder, path)) }),
    ...(strict.exists ? { strict: strict.value as boolean } : {}),
    versions: Object.fromEntries(given) as GivenVersions,
    ignores: ignore.items().map((one, index) => ignoreOf(one, `ignore[${index}]`, codes)),
    ...(baseline.exists ? { baseline: within(folder, baseline.text()!) } : {}),
  };
}

function ignoreOf(node: Reader, field: string, codes: readonly string[]): Ignore {
  const example = "{ rule: application-open, paths: ['apps/media/**'], reason: everyone at home may use it }";
  if (node.keys().length === 0) throw refused(node, field, 'a map with rule and reason', example);
  refuseUnknown(node, field, ['rule', 'rules', 'paths', 'reason']);
  const rule = node.get('rule');
  const rules = rule.exists && !Array.isArray(rule.value) ? [rule] : [...rule.items(), ...node.get('rules').items()];
  if (rules.length === 0) throw refused(node, `${field}.rule`, 'the code of a rule', example);
  for (const one of rules) {
    const code = one.text() ?? '';
    if (codes.includes(code)) continue;
    const meant = near(code, codes);
    throw refused(one, `${field}.rule`, 'the code of a rule', `rule: ${meant ?? 'CODE, one of those that pinout check --list prints'}`);
  }
  const reason = node.get('reason');
  if ((reason.text() ?? '').trim() === '')
    throw refused(reason.exists ? reason : node, `${field}.reason`, 'the reason, as text', 'reason: … in your own words');
  const { line, column } = node.located(undefined).at;
  return {
    rules: rules.map((one) => one.text()!),
    paths: list(node.get('paths'), `${field}.paths`) ?? [],
    reason: reason.text()!.trim(),
    at: { file: node.file, line, column },
  };
}

function list(node: Reader, field: string): readonly string[] | undefined {
  if (!node.exists) return undefined;
  if (!Array.isArray(node.value)) throw refused(node, field, 'a list of paths', `${field.split('.').at(-1)}: ['kubernetes/**']`);
  for (const [index, item] of node.items().entries())
    if ((item.text() ?? '') === '') throw refused(item, `${field}[${index}]`, 'a path', `${field.split('.').at(-1)}: ['kubernetes/**']`);
  if (node.items().length === 0) throw refused(node, field, 'at least one path', 'name one, or leave the key out');
  return node.items().map((item) => item.text()!);
}

function refuseUnknown(node: Reader, field: string, known: readonly string[]): void {
  if (node.keys().length === 0 && node.value !== null && (typeof node.value !== 'object' || Array.isArray(node.value)))
    throw refused(node, field === '' ? 'the file' : field, 'a map', `keys are ${known.join(', ')}`);
  const key = node.keys().find((one) => !known.includes(one));
  if (key === undefined) return;
  const meant = near(key, known);
  const { line, column } = node.keyOf(key).at;
  throw new PinoutError({
    ...about(node.file, line, column),
    field: field === '' ? key : `${field}.${key}`,
    found: 'a key that is not known',
    wanted: `one of ${known.join(', ')}`,
    fix: meant === undefined ? 'remove it' : `write ${meant}`,
  });
}

function refused(node: Reader, field: string, wanted: string, fix: string): PinoutError {
  const { line, column } = node.located(undefined).at;
  return new PinoutError({ ...about(node.file, line, column), field, found: node.exists ? show(node.value) : 'missing', wanted, fix: `write ${fix}` });
}

const about = (file: string, line?: number, column?: number) => ({
  code: 'check-config-invalid' as const,
  app: 'check',
  place: { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
});

const within = (folder: string, path: string): string => (folder === '.' ? path : join(folder, path));
