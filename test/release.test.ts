import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface ReleaseScript {
  readonly notesOf: (changelog: string, version: string) => string | undefined;
  readonly obstacles: (input: { readonly tag: string; readonly version: string; readonly changelog: string }) => readonly string[];
  readonly placeholders: (manifest: object) => readonly string[];
  readonly withRepository: (manifest: object, repository: string) => Record<string, unknown>;
}
// A module of JavaScript, which the compiler of the tests does not look into.
const script = (await import(new URL('../scripts/release.mjs', import.meta.url).href)) as ReleaseScript;
const changelog = '# Changelog\n\n## 1.1.0 (not released)\n\n- New\n\n## 1.0.0 (2026-11-27)\n\n### Added\n\n<!-- surface -->\n\n- First\n';

describe('a release', () => {
  it('has the entries of its version as notes', () => {
    expect(script.notesOf(changelog, '1.0.0')).toBe('### Added\n\n\n- First');
    expect(script.notesOf(changelog, '2.0.0')).toBeUndefined();
  });

  it('is held back until tag, version and changelog agree', () => {
    expect(script.obstacles({ tag: 'v1.0.0', version: '1.0.0', changelog })).toEqual([]);
    expect(script.obstacles({ tag: 'v1.0.1', version: '1.0.0', changelog })[0]).toContain('the tag is v1.0.1');
    expect(script.obstacles({ tag: 'v1.1.0', version: '1.1.0', changelog })[0]).toContain('write the date');
    expect(script.obstacles({ tag: 'v2.0.0', version: '2.0.0', changelog })[0]).toContain('no entries');
  });

  it('is of the repository that it is made in, under whatever name', () => {
    expect(script.withRepository({ name: '@someone/pinout' }, 'someone/sso')).toMatchObject({
      name: '@someone/pinout',
      repository: { url: 'git+https://github.com/someone/sso.git' },
      bugs: 'https://github.com/someone/sso/issues',
    });
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(script.placeholders(script.withRepository(manifest, 'someone/sso'))).toEqual([]);
    // npm refuses to publish what still has the addresses of nobody.
    expect(script.placeholders({ bugs: 'https://github.com/OWNER/pinout/issues' })).toHaveLength(1);
    expect(manifest.scripts['prepublishOnly']).toBe('node scripts/release.mjs --publish');
    expect(() => script.withRepository({}, 'no repository')).toThrow('OWNER/NAME');
  });

  it('needs what npm shows of a package', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
    for (const field of ['description', 'license', 'repository', 'bugs', 'homepage', 'keywords', 'exports', 'sideEffects', 'engines'])
      expect(manifest).toHaveProperty(field);
  });

  it('passes the gate before it is published, and forms of issues are YAML', () => {
    const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
      jobs: Record<string, { needs?: string; permissions?: Record<string, string> }>;
    };
    expect(jobs['publish']).toMatchObject({ needs: 'gate', permissions: { 'id-token': 'write' } });
    for (const form of ['app', 'bug', 'wrong-finding']) expect(parse(readFileSync(`.github/ISSUE_TEMPLATE/${form}.yml`, 'utf8'))).toHaveProperty('body');
  });
});
