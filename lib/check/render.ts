import type { Finding, Severity } from '../contract/finding.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText, paintOf, placeOf, renderFinding } from './render-text.ts';
import { printable, printableJson } from '../contract/printable.ts';
import { grouped } from '../contract/grouped.ts';

/** Names of the renderers, as `--format` takes them. */
export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface RenderOptions {
  /** More fields of the JSON object. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Colours in text. */
  readonly colour?: boolean;
  /** In text, a rule that fires often is said once. */
  readonly grouped?: boolean;
  /** Version of pinout, which SARIF names. */
  readonly version: string;
  /** The page of a rule or an error as Markdown, which SARIF brings along. */
  readonly page?: (code: string) => string | undefined;
}

/**
 * Findings in one of the forms.
 *
 * @example
 * const { findings, ...more } = check(['clusters/home']);
 * render('sarif', findings, { more, colour: false, version: '1.0.0' })
 */
export function render(format: Format, findings: readonly Finding[], { more, colour, grouped, version, page = () => undefined }: RenderOptions): string {
  if (format === 'json') return renderJson(findings, more);
  if (format === 'sarif') return renderSarif(findings, version, page);
  if (format === 'github') return renderGithub(findings);
  return grouped === true ? renderGrouped(findings, colour) : renderText(findings, colour);
}

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, which shows them beside the changed line. Suppressed ones are left out.
 * The escapes are those of actions/toolkit, packages/core/src/command.ts.
 */
function renderGithub(findings: readonly Finding[]): string {
  return findings
    .filter(({ suppressed }) => suppressed === undefined)
    .map(({ severity, code, file, line, column, message, fix }) => {
      const properties = Object.entries({ file, line, col: column, title: code }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${property(printable(String(value)))}`],
      );
      return `::${commands[severity]} ${properties.join(',')}::${data(fix === undefined ? printable(message) : `${printable(message)}\nfix: ${printable(fix)}`)}\n`;
    })
    .join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** So many findings of one rule are shown one by one. */
const maxPlaces = 3;
const order: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings as text for people, errors first: a rule that fires often is said once, with its first places. Suppressed ones are left out. */
function renderGrouped(findings: readonly Finding[], colour = false): string {
  const groups = grouped(findings, ({ severity, code, suppressed }) => (suppressed === undefined ? `${severity} ${code}` : undefined));
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a[0]!.severity) - order.indexOf(b[0]!.severity))
    .map((group) => (group.length <= maxPlaces ? group.map((finding) => renderFinding(finding, colour)).join('') : renderGroup(group, colour)))
    .join('');
}

function renderGroup(group: readonly Finding[], colour: boolean): string {
  const { severity, code, fix, docs } = group[0]!;
  const shown = group.slice(0, maxPlaces);
  const width = Math.max(...shown.map((finding) => placeOf(finding).length));
  const isOneFix = group.every((finding) => finding.fix === fix);
  const lines = [
    `${paintOf(severity, severity, colour)} ${code}: ${group.length} places`,
    ...shown.map((finding) => `  ${placeOf(finding).padEnd(width)} ${printable(finding.message)}`),
    `  and ${group.length - maxPlaces} more: --all shows them`,
  ];
  if (fix !== undefined) lines.push(`  ${isOneFix ? 'fix' : 'fix for the first'}: ${printable(fix)}`);
  if (docs !== undefined) lines.push(paintOf('dim', `  more: pinout help ${code}`, colour));
  return `${lines.join('\n')}\n`;
}

/** Findings as one JSON object, with what else the command says. Controls are escapes of JSON: the same data, and safe on a terminal. */
function renderJson(findings: readonly Finding[], more: Readonly<Record<string, unknown>> = {}): string {
  return `${printableJson({ findings, ...more }, 2)}\n`;
}
