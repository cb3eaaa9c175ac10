import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Pin
 * @property {string} what what it is a version of, as people call it
 * @property {string} current
 * @property {'npm' | 'go' | 'docker' | 'helm' | 'window'} kind
 * @property {string} name in its registry
 * @property {string} [registryUrl] of a Helm repository
 * @property {string} at the file in which it stands
 * @property {'major' | 'minor'} [within] a newer one outside of this is another decision
 */

/** Every file below some folders, with slashes. */
const filesBelow = (/** @type {string} */ root, /** @type {readonly string[]} */ folders) =>
  folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path).replaceAll('\\', '/')));

/**
 * Every version that this repository pins: packages, what imports/ is made of, charts and images (found by Renovate's own expressions, so that neither knows
 * one that the other does not), tools of the gate, and the newest of the window of versions.
 *
 * @param {string} root
 * @param {readonly import('../import/packages.mjs').Package[]} imported
 * @param {readonly import('../import/modules.mjs').Module[]} modules
 * @param {Readonly<Record<string, readonly string[]>>} window
 * @returns {Pin[]}
 */
export function pinsOf(root, imported, modules, window) {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');
  const manifest = JSON.parse(read('package.json'));
  /** @type {Pin[]} */
  const pins = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, current]) => ({
    what: name,
    current: String(current),
    kind: 'npm',
    name,
    at: 'package.json',
  }));
  for (const { name, version } of imported) pins.push({ what: name, current: version, kind: 'npm', name, at: 'scripts/import/packages.mjs' });
  for (const { name, version } of newestOf(modules)) pins.push({ what: name, current: version, kind: 'go', name, at: 'scripts/import/modules.mjs' });
  for (const [product, versions] of Object.entries(window))
    pins.push({ what: product, current: versions.at(-1) ?? '', kind: 'window', name: product, at: 'lib/contract/versions.ts' });
  for (const [, name = '', current = ''] of read('.ci/run').matchAll(/([a-z0-9.-]+\.[a-z]+\/[\w./-]+)@v(\d+\.\d+\.\d+)/g))
    pins.push({ what: name, current: `v${current}`, kind: 'go', name: name.replace(/\/cmd\/.*$/, ''), at: '.ci/run' });
  // Examples in comments and messages leave a part out.
  return withoutTwice([...pins, ...chartsAndImages(root, read)]).filter(({ name }) => !name.includes('…'));
}

/** An older version of a module that stands below a newer one is there on purpose. @param {readonly import('../import/modules.mjs').Module[]} modules */
const newestOf = (modules) => modules.filter(({ name }, index) => modules.findIndex((one) => one.name === name) === index);

/** @returns {Pin[]} */
function chartsAndImages(/** @type {string} */ root, /** @type {(path: string) => string} */ read) {
  const renovate = JSON.parse(read('renovate.json'));
  const sources = filesBelow(root, ['lib', 'apps']).filter((path) => path.endsWith('.ts'));
  const fixed = new Set(
    renovate.packageRules
      .filter((/** @type {Record<string, unknown>} */ rule) => rule.enabled === false)
      .flatMap((/** @type {Record<string, string[]>} */ rule) => rule.matchPackageNames ?? []),
  );
  return renovate.customManagers.flatMap((/** @type {Record<string, any>} */ manager) => {
    const files = manager.managerFilePatterns.map((/** @type {string} */ one) => new RegExp(one.slice(1, -1)));
    return sources
      .filter((path) => files.some((/** @type {RegExp} */ file) => file.test(path)))
      .flatMap((path) =>
        manager.matchStrings.flatMap((/** @type {string} */ pattern) =>
          [...read(path).matchAll(new RegExp(pattern, 'gm'))].map(({ groups = {} }) => {
            const { depName = '', packageName, currentValue: current = '', registryUrl } = groups;
            const isHelm = manager.datasourceTemplate === 'helm';
            const name = packageName ?? (isHelm || registryUrl === undefined ? depName : `${registryUrl}/${depName}`);
            // A comment of its own line names a minor version that is kept for itself.
            const within =
              packageName !== undefined && /\d+\.\d+$|-\d+$/.test(depName)
                ? /\.\d+$/.test(depName)
                  ? 'minor'
                  : 'major'
                : fixed.has(name)
                  ? 'major'
                  : undefined;
            return {
              what: packageName === undefined ? (isHelm ? `${registryUrl} ${depName}` : name) : depName,
              current,
              kind: isHelm ? 'helm' : 'docker',
              name,
              at: path,
              ...(isHelm ? { registryUrl } : {}),
              ...(within === undefined ? {} : { within }),
            };
          }),
        ),
      );
  });
}

/** One line for what stands in several files. @param {Pin[]} pins @returns {Pin[]} */
function withoutTwice(pins) {
  const seen = new Set();
  return pins.filter(({ what, current, kind }) => {
    const id = `${kind} ${what} ${current}`;
    return !seen.has(id) && seen.add(id);
  });
}
