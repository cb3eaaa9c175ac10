import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../lib/contract/finding.ts';
import { checkTree } from '../../lib/check/check-tree.ts';
import { rules } from '../../lib/check/registry.ts';
import { validatePaths } from '../../lib/schema/validate-paths.ts';
import { saidTwice } from '../support/one-code.ts';

const fixtures = 'test/check/fixtures';
/** What a fixture itself suppresses is what another rule says of the same fault. */
const found = new Map<string, readonly Finding[]>();
function findingsIn(path: string): readonly Finding[] {
  const all = found.get(path) ?? checkTree([path], { strict: true }).findings.filter(({ suppressed }) => suppressed === undefined);
  found.set(path, all);
  return all;
}
const codesIn = (path: string) => [...new Set(findingsIn(path).map(({ code }) => code))];

describe('every rule fires on its invalid fixtures, and only there', () => {
  it.each(rules.map(({ code }) => code))('%s', (code) => {
    const folder = `${fixtures}/${code}`;
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const invalid = names.filter((name) => name.startsWith('invalid'));
    const valid = names.filter((name) => name.startsWith('valid'));
    expect(invalid, 'invalid fixtures').not.toEqual([]);
    expect(valid, 'valid fixtures').not.toEqual([]);
    for (const name of invalid) expect([name, codesIn(`${folder}/${name}`)]).toEqual([name, [code]]);
    for (const name of valid) expect([name, findingsIn(`${folder}/${name}`)]).toEqual([name, []]);
  });

  it('under one code with pinout validate', async () => {
    const { findings: theirs } = await validatePaths({
      paths: [fixtures],
      version: 'test',
      imports: 'imports',
      strictKinds: false,
      kubernetes: 36,
      threads: 1,
    });
    const roots = rules.flatMap(({ code }) => readdirSync(`${fixtures}/${code}`).map((name) => `${fixtures}/${code}/${name}`));
    const twice: string[] = [];
    for (const root of roots) {
      const here = theirs.filter(({ file }) => file === root || file?.startsWith(`${root}/`) === true);
      if (here.length === 0) continue;
      twice.push(...saidTwice(findingsIn(root), here));
      // The runner speaks with its worker meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(twice).toEqual([]);
    expect(theirs.length).toBeGreaterThan(30);
  });

  it('once, in the words of the rule, where a schema refuses the same', () => {
    const messages = findingsIn(`${fixtures}/argument-unquoted/invalid.yaml`).map(({ line, message }) => `${line}: ${message}`);
    expect(messages).toEqual([
      '15: --oidc-username-prefix=people: is not quoted, so YAML reads a map instead of a string',
      '17: --oidc-groups-prefix=people: is not quoted, so YAML reads a map instead of a string',
    ]);
  });

  it('has no fixtures of rules that are gone', () => {
    const codes = new Set(rules.map(({ code }) => code));
    expect(readdirSync(fixtures).filter((name) => !codes.has(name))).toEqual([]);
  });
});

describe('every rule', () => {
  it.each(rules)('$code says what it means, and has a page', ({ code, title, severity }) => {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$|^(?:unread|hairpin)$/);
    expect(title.length).toBeGreaterThan(15);
    expect(title).not.toMatch(/\.$/);
    expect(['error', 'warning', 'info']).toContain(severity);
    const page = readFileSync(`docs/rules/${code}.md`, 'utf8');
    expect(page.split('\n')[0]).toBe(`# ${code}`);
    for (const part of ['**What you see.**', '**Cause.**', '**Fix.**']) expect(page).toContain(part);
  });

  it('gives each finding a place, a fix and its page', () => {
    for (const { code } of rules)
      for (const name of readdirSync(`${fixtures}/${code}`).filter((one) => one.startsWith('invalid')))
        for (const finding of findingsIn(`${fixtures}/${code}/${name}`)) {
          expect(finding.docs).toBe(`docs/rules/${code}.md`);
          expect(finding.fix?.length, finding.message).toBeGreaterThan(5);
          expect(finding.file?.startsWith(fixtures)).toBe(true);
        }
  });
});
