import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { headerLines } from '../../lib/synth/header.ts';
import { writeFolder } from '../../lib/synth/write.ts';
import { readFolder, tempFolder } from '../support/temp-folder.ts';

const header = `# ${headerLines({ source: 'apps/main.ts' }).join('\n')}\n`;
const made = (version: string) =>
  new Map(Array.from({ length: 300 }, (_, index) => [`folder-${index % 20}/file-${index}.yaml`, `${header}version: ${version}\n${'x'.repeat(2000)}\n`]));

const child = `
const { writeFolder } = await import(process.argv[2]);
const header = ${JSON.stringify(header)};
const made = (version) => new Map(Array.from({ length: 300 }, (_, index) => ['folder-' + (index % 20) + '/file-' + index + '.yaml', header + 'version: ' + version + '\\n' + 'x'.repeat(2000) + '\\n']));
process.stdout.write('ready');
for (let run = 0; ; run++) writeFolder(process.argv[1], 'home', made(run % 2 === 0 ? 'b' : 'a'));
`;

// Many more, and whole runs, in test/real/trials.test.ts.
describe('a run that is killed', () => {
  it('leaves the old folder or the new one, whole, and the next run cleans up', { timeout: 120_000 }, async () => {
    const base = tempFolder();
    const out = join(base, 'dist');
    // Six processes: compiled once, each is ready in no time.
    const writer = join(tempFolder(), 'write.mjs');
    await build({ entryPoints: ['lib/synth/write.ts'], bundle: true, platform: 'node', format: 'esm', tsconfigRaw: {}, outfile: writer });
    writeFolder(out, 'home', made('a'));
    const [a, b] = [Object.fromEntries(made('a')), Object.fromEntries(made('b'))];
    const seen = new Set<string>();
    for (let round = 0; round < 6; round++) {
      const process_ = spawn(process.execPath, ['--input-type=module', '-e', child, out, pathToFileURL(writer).href], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => process_.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 5 + ((round * 37) % 150)));
      process_.kill('SIGKILL');
      await new Promise((resolve) => process_.once('exit', resolve));
      // Between the two renames the old folder is beside its place, complete; the next run puts it back.
      const place = existsSync(join(out, 'home'))
        ? join(out, 'home')
        : join(
            base,
            readdirSync(base).find((name) => name.includes('.old.'))!,
          );
      const found = readFolder(place);
      const version = found['folder-0/file-0.yaml']?.includes('version: a') === true ? 'a' : 'b';
      expect(found).toEqual(version === 'a' ? a : b);
      seen.add(readdirSync(base).length > 1 ? 'during' : 'between');
      writeFolder(out, 'home', made('a'));
      expect([readdirSync(base), readdirSync(out)]).toEqual([['dist'], ['home']]);
      expect(readFolder(join(out, 'home'))).toEqual(a);
    }
    // The test is only worth something when some kills hit a run in the middle.
    expect(seen).toContain('during');
  });
});
