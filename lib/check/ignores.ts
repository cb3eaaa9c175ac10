import { relative, resolve, sep } from 'node:path';
import { RE2JS } from 're2js';
import type { Finding } from '../contract/finding.ts';
import type { CheckConfig } from './check-config.ts';

/**
 * Marks findings that the configuration ignores, with the reason. An entry that ignores nothing is a finding itself, unless only a part of what the
 * configuration is about was checked.
 */
export function applyIgnores(findings: readonly Finding[], { ignores, folder }: Pick<CheckConfig, 'ignores' | 'folder'>, isWhole: boolean): Finding[] {
  if (ignores.length === 0) return [...findings];
  const used = new Set<CheckConfig['ignores'][number]>();
  const marked = findings.map((finding) => {
    const file = finding.file === undefined ? '' : relative(resolve(folder), resolve(finding.file)).split(sep).join('/');
    const match = ignores.find(({ rules, paths }) => rules.includes(finding.code) && (paths.length === 0 || paths.some((path) => matchesGlob(path, file))));
    if (match === undefined) return finding;
    used.add(match);
    return finding.suppressed === undefined ? { ...finding, suppressed: { reason: match.reason, by: 'configuration' as const } } : finding;
  });
  if (!isWhole) return marked;
  const idle = ignores
    .filter((one) => !used.has(one))
    .map(({ rules, paths, at }): Finding => ({
      code: 'ignore-unused',
      severity: 'warning',
      ...at,
      message: `this entry ignores nothing: ${rules.join(', ')} has no finding${paths.length === 0 ? '' : ` in ${paths.join(', ')}`}`,
      fix: 'remove it, or correct its paths',
      docs: 'docs/rules/ignore-unused.md',
    }));
  return [...marked, ...idle];
}

/**
 * Whether a path fits a pattern: `*` and `?` stay within a folder, `**` goes through any number of them, and a folder stands for all below it.
 *
 * @example matchesGlob('apps/**', 'apps/media/release.yaml') // true
 */
function matchesGlob(pattern: string, path: string): boolean {
  const clean = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const source = clean
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[part] ?? RE2JS.quote(part))
    .join('');
  return RE2JS.compile(`${source}(?:/.*)?`).matches(path);
}
