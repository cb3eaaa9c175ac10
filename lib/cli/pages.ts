import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { helpPage } from '../contract/help-page.ts';

const docs = (path: string): URL => new URL(`../../docs/${path}`, import.meta.url);

/** The page of a rule, or the section about an error, as Markdown. */
export const pageOf = (code: string): string | undefined => (/^[a-z0-9-]+$/.test(code) ? (rulePage(code) ?? errorSections().get(code)) : undefined);

function rulePage(code: string): string | undefined {
  const url = docs(`rules/${code}.md`);
  return existsSync(url) ? written(readFileSync(url, 'utf8')) : undefined;
}

/** Sections of docs/errors.md by their code. */
export function errorSections(): ReadonlyMap<string, string> {
  const sections = readFileSync(docs('errors.md'), 'utf8').split(/^## /m).slice(1);
  return new Map(sections.map((text) => [text.slice(0, text.indexOf('\n')), `# ${text}`]));
}

/** Folders of docs/ whose pages `pinout help NAME` prints, with the heading that `pinout help` gives them. */
const groups = { Tasks: 'tasks/', Apps: 'apps/', Reference: '' } as const;

/** Names of the pages in docs/, by group. */
export function pageNames(): ReadonlyMap<string, readonly string[]> {
  const namesIn = (folder: string): string[] =>
    readdirSync(docs(folder))
      .filter((name) => /^[a-z0-9-]+\.md$/.test(name))
      .map((name) => name.slice(0, -'.md'.length))
      .sort();
  return new Map(Object.entries(groups).map(([group, folder]) => [group, namesIn(folder)]));
}

/** A page of docs/ by its name (`upgrade`), or by its path (`tasks/upgrade`, `docs/tasks/upgrade.md`). */
export function docPage(topic: string): string | undefined {
  const [, folder, name] = /^(?:docs\/)?(tasks\/|apps\/)?([a-z0-9-]+)(?:\.md)?$/.exec(topic) ?? [];
  if (name === undefined) return undefined;
  const path = (folder === undefined ? Object.values(groups) : [folder]).map((one) => `${one}${name}.md`).find((one) => existsSync(docs(one)));
  return path === undefined ? undefined : written(readFileSync(docs(path), 'utf8'));
}

/** A page as a terminal shows it: without the notes to its editors and its pictures, and with commands where it has links to other pages. */
const written = (text: string): string =>
  text
    .split('\n<!-- Written by')[0]!
    .replace(/^!\[.*\n\n?/gm, '')
    .replace(/\[([^[\]]+)\]\(([^()]+)\)/g, (link, title: string, target: string) => {
      const [path, anchor] = target.split('#') as [string, string?];
      if (!/^[a-z./-]+\.md$/.test(path)) return link;
      const page = path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
      return `${title} (${helpPage(page === 'errors' && anchor !== undefined ? anchor : page)})`;
    });
