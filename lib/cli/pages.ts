import { existsSync, readFileSync } from 'node:fs';

const docs = (path: string): URL => new URL(`../../docs/${path}`, import.meta.url);

/** The page of a rule, or the section about an error, as Markdown. */
export const pageOf = (code: string): string | undefined => (/^[a-z0-9-]+$/.test(code) ? (rulePage(code) ?? errorSections().get(code)) : undefined);

function rulePage(code: string): string | undefined {
  const url = docs(`rules/${code}.md`);
  return existsSync(url) ? readFileSync(url, 'utf8').split('\n<!-- Written by')[0] : undefined;
}

/** Sections of docs/errors.md by their code. */
export function errorSections(): ReadonlyMap<string, string> {
  const sections = readFileSync(docs('errors.md'), 'utf8').split(/^## /m).slice(1);
  return new Map(sections.map((text) => [text.slice(0, text.indexOf('\n')), `# ${text}`]));
}
