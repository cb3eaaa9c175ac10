import type { Finding } from '../contract/finding.ts';
import { renderGithub } from './render-github.ts';
import { renderGrouped } from './render-grouped.ts';
import { renderJson } from './render-json.ts';
import { renderSarif } from './render-sarif.ts';
import { renderText } from './render-text.ts';

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
