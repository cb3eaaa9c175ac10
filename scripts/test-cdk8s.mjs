// Proves that `cdk8s synth`, by the pinned cdk8s-cli, writes the same dist as `pinout synth`. cdk8s-cli weighs 93 MB, so it is no
// dependency: npx brings it, which needs the npm registry. It empties its output folder, so it gets one of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = mkdtempSync(join(tmpdir(), 'pinout-cdk8s-'));
const read = (folder) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
try {
  execFileSync('npx', ['--yes', '-p', 'cdk8s-cli@2.207.60', 'cdk8s', 'synth', '--output', join(out, 'dist')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHECK_UPGRADE: 'false' },
  });
  const [ours, theirs] = [read('dist'), read(join(out, 'dist'))];
  const different = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].filter((path) => ours[path] !== theirs[path]);
  if (Object.keys(theirs).length === 0 || different.length > 0) {
    console.error(`cdk8s synth wrote another dist: ${different.join(', ') || 'nothing at all'}`);
    process.exitCode = 1;
  } else console.log(`cdk8s synth wrote the same ${Object.keys(theirs).length} files`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
