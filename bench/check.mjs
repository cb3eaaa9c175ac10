// pinout check beside pinout validate, its parser alone and kubeconform, on one tree of pinout's own making: processor time and memory, in turns.
//   node bench/check.mjs [APPS…]     400 4000 unless given: about 7,000 and 72,000 documents
// kubeconform is asked when it is on PATH (go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0): it gets pinout's schemas.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const sizes = process.argv.slice(2).map(Number);
const rounds = 3;
const root = resolve(import.meta.dirname, '..');
const built = (path) => join(root, 'build', path);
const pinout = built('cli/bin.js');
if (!existsSync(pinout)) throw new Error('npm run build first: what is measured is what people install');
const load = async (path) => import(pathToFileURL(built(path)).href);
const [{ defineCluster, grafana }, { filesOf }, { writeFolder }] = await Promise.all(['index.js', 'synth/files.js', 'synth/write.js'].map(load));
const base = mkdtempSync(join(tmpdir(), 'pinout-bench-'));

const cluster = (count) =>
  defineCluster({
    name: 'home',
    domain: 'home.example.org',
    ingressAddress: '192.168.1.30',
    versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
    edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
    apps: Array.from({ length: count }, (_, index) =>
      grafana({ name: `grafana-${index}`, host: `grafana-${index}`, namespace: `team-${index}`, roles: { Admin: [`admins-${index}`], Viewer: ['viewers'] } }),
    ),
  });

/** One schema for each kind, as kubeconform looks for them. */
function writeSchemas(folder) {
  mkdirSync(folder);
  const { $defs: kinds } = JSON.parse(readFileSync(join(root, 'imports/index.json'), 'utf8'));
  const files = new Map();
  for (const [name, file] of Object.entries(kinds)) {
    const [kind, version, ...group] = name.split('.');
    if (!wanted.has(kind)) continue;
    if (!files.has(file)) files.set(file, JSON.parse(readFileSync(join(root, `imports/${file}.schema.json`), 'utf8')).$defs);
    const $defs = files.get(file);
    writeFileSync(join(folder, `${kind.toLowerCase()}_${version}_${group.join('.')}.json`), JSON.stringify({ ...$defs[name], $defs }));
  }
}

/** What the tree holds. */
const wanted = new Set(
  'ClusterIssuer ClusterRole ClusterRoleBinding ClusterSecretStore ConfigMap CronJob ExternalSecret HelmRelease HelmRepository Ingress Job Kustomization Namespace NetworkPolicy OCIRepository Password Role RoleBinding SecretStore ServiceAccount'.split(
    ' ',
  ),
);

/** Processor time in seconds of all threads, and the largest memory in megabytes. */
function run([program, ...args], status) {
  const ended = spawnSync('/usr/bin/time', ['-f', 'used %U %S %M', program, ...args], { cwd: base, encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, user, system, memory] = /used ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(ended.stderr ?? '') ?? [];
  if (user === undefined || !status.includes(ended.status))
    throw new Error(`${[program, ...args].join(' ')}: ${ended.error?.message ?? ended.stderr.slice(-500)}`);
  return { seconds: Number(user) + Number(system), megabytes: Number(memory) / 1024 };
}

const parseAlone = `
  const { readdirSync, readFileSync } = await import('node:fs');
  const { sourceDocuments } = await import(${JSON.stringify(pathToFileURL(built('manifest/source.js')).href)});
  let documents = 0;
  for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true }))
    if (entry.name.endsWith('.yaml')) documents += sourceDocuments(entry.name, readFileSync(entry.parentPath + '/' + entry.name, 'utf8')).length;
  console.log(documents);
`;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  if (!existsSync('/usr/bin/time')) throw new Error('GNU time is missing: it measures processor time and memory');
  const hasKubeconform = spawnSync('sh', ['-c', 'command -v kubeconform']).status === 0;
  if (hasKubeconform) writeSchemas(join(base, 'schemas'));
  else console.log('kubeconform is not on PATH: measured without it');
  console.log('apps   documents  tool                 CPU s  of validate  of kubeconform  memory MB');
  for (const apps of sizes.length === 0 ? [400, 4000] : sizes) {
    const folder = join(base, String(apps));
    writeFolder(folder, 'home', filesOf(cluster(apps), 'apps/main.ts'));
    const parse = [process.execPath, '--input-type=module', '-e', parseAlone, folder];
    const documents = spawnSync(parse[0], parse.slice(1), { encoding: 'utf8' }).stdout.trim();
    const schemas = join(base, 'schemas/{{.ResourceKind}}_{{.ResourceAPIVersion}}_{{.Group}}.json');
    const commands = {
      'parse alone': parse,
      validate: [process.execPath, pinout, 'validate', folder, '--no-cache', '--quiet'],
      check: [process.execPath, pinout, 'check', folder, '--quiet'],
      ...(hasKubeconform ? { kubeconform: ['kubeconform', '-strict', '-ignore-missing-schemas', '-schema-location', schemas, folder] } : {}),
    };
    const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
    // Findings and files that are no manifests end with 1: what counts here is the time.
    for (let round = 0; round < rounds; round += 1) for (const [name, command] of Object.entries(commands)) results[name].push(run(command, [0, 1]));
    const seconds = (name) => median((results[name] ?? []).map((one) => one.seconds));
    const ratio = (name, other) => (results[other] === undefined ? '-' : (seconds(name) / seconds(other)).toFixed(2));
    for (const name of Object.keys(commands))
      console.log(
        `${String(apps).padEnd(6)} ${documents.padEnd(10)} ${name.padEnd(19)} ${seconds(name).toFixed(2).padStart(6)} ${ratio(name, 'validate').padStart(12)} ${ratio(name, 'kubeconform').padStart(15)} ${median(
          results[name].map((one) => one.megabytes),
        )
          .toFixed(0)
          .padStart(10)}`,
      );
    rmSync(folder, { recursive: true });
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
