// Says whether a tag can be released, and writes what the release needs: `node scripts/release.mjs [vX.Y.Z] [--repository OWNER/NAME] [--notes FILE]`.
// `--publish` holds npm back from publishing a package with the addresses of nobody; npm runs it.
// Without a tag it takes the version of package.json, and the entries that are not released yet.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * The entries of one version, as Markdown, without its heading and without marks of the tests.
 *
 * @param {string} changelog
 * @param {string} version
 */
export function notesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version} `) || text.startsWith(`${version}\n`) || text.startsWith(`[${version}]`));
  return section
    ?.slice(section.indexOf('\n') + 1)
    .split('\n')
    .filter((line) => !line.startsWith('<!--'))
    .join('\n')
    .trim();
}

/**
 * What keeps a tag from being released; empty when nothing does.
 *
 * @param {{ tag: string, version: string, changelog: string }} input
 */
export function obstacles({ tag, version, changelog }) {
  const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version} `));
  return [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, but package.json has version ${version}: write v${version}, or run npm version`]),
    ...(notesOf(changelog, version) ? [] : [`CHANGELOG.md has no entries under "## ${version} (DATE)"`]),
    ...(heading?.includes('not released') ? [`CHANGELOG.md still says "${heading.slice(3)}": write the date`] : []),
  ];
}

/**
 * Addresses in package.json that belong to nobody yet. `OWNER` stands for whoever releases the project.
 *
 * @param {Record<string, unknown>} manifest
 */
export const placeholders = ({ repository, bugs, homepage }) =>
  [JSON.stringify(repository ?? ''), bugs, homepage].filter((one) => String(one).includes('/OWNER/'));

/**
 * package.json with the addresses of a repository. The project is wherever it is released from.
 *
 * @param {Record<string, unknown>} manifest
 * @param {string} repository OWNER/NAME
 */
export function withRepository(manifest, repository) {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error(`${repository} is no OWNER/NAME`);
  const url = `https://github.com/${repository}`;
  return { ...manifest, repository: { type: 'git', url: `git+${url}.git` }, bugs: `${url}/issues`, homepage: `${url}#readme` };
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { repository: { type: 'string' }, notes: { type: 'string' }, publish: { type: 'boolean' } },
  });
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const tag = positionals[0] ?? '';
  const found = tag === '' ? [] : obstacles({ tag, version: manifest.version, changelog });
  for (const one of found) process.stderr.write(`release: ${one}\n`);
  if (found.length > 0) process.exit(1);
  if (values.publish && placeholders(manifest).length > 0) {
    const isDry = process.env.npm_config_dry_run === 'true';
    process.stderr.write('release: package.json still has OWNER in its addresses: run node scripts/release.mjs --repository OWNER/NAME with yours\n');
    if (!isDry) process.exit(1);
  }
  if (values.repository) writeFileSync('package.json', `${JSON.stringify(withRepository(manifest, values.repository), null, 2)}\n`);
  if (values.notes) writeFileSync(values.notes, `${notesOf(changelog, manifest.version) ?? ''}\n`);
  process.stderr.write(`release: ${manifest.name} ${manifest.version}${tag === '' ? ', not tagged' : ''}\n`);
}

if (process.argv[1]?.endsWith('release.mjs')) main();
