// What pinout costs on one tree of its own making, and how that grows: wall time, processor time of all threads, and peak memory.
//   node bench/run.mjs [APPS…]     400 4000 unless given: about 7,000 and 72,000 documents
// First synth, then what is done with its output: parsed alone by the same parser, validate, check, and kubeconform with pinout's schemas, in turns. kubeconform
// is asked when it is on PATH (go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const given = process.argv.slice(2).map(Number);
const sizes = given.length === 0 ? [400, 4000] : given;
const rounds = 3;
const root = resolve(import.meta.dirname, '..');
const built = (path) => join(root, 'build', path);
const pinout = built('cli/bin.js');
/** What the package does not export, bundled like the package: one folder deep in build/, as paths beside the code ask. */
const own = built('bench');
const url = (path) => JSON.stringify(pathToFileURL(join(own, path)).href);

/** A cluster of so many apps, as dist in a folder; ends with the seconds of synth, of synth through charts of cdk8s, of writing, and of a run that changes nothing. */
const synth = `
  const [{ defineCluster, grafana }, { filesOf }, { writeFolder }] = await Promise.all([import(${url('index.js')}), import(${url('synth-files.js')}), import(${url('synth-write.js')})]);
  const [folder, count] = process.argv.slice(1);
  const options = {
    name: 'home',
    domain: 'home.example.org',
    ingressAddress: '192.168.1.30',
    versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
    edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
    apps: Array.from({ length: Number(count) }, (_, index) =>
      grafana({ name: 'grafana-' + index, host: 'grafana-' + index, namespace: 'team-' + index, roles: { Admin: ['admins-' + index], Viewer: ['viewers'] } }),
    ),
  };
  const cluster = defineCluster(options);
  const time = (action) => {
    const start = performance.now();
    action();
    return (performance.now() - start) / 1000;
  };
  let files;
  const seconds = [() => (files = filesOf(cluster, 'apps/main.ts')), () => filesOf(defineCluster({ ...options, constructs: () => undefined }), 'apps/main.ts'), () => writeFolder(folder, 'home', files), () => writeFolder(folder, 'home', files)].map(time);
  console.log(JSON.stringify(seconds));
`;

const parseAlone = `
  const { readdirSync, readFileSync } = await import('node:fs');
  const { sourceDocuments } = await import(${url('manifest-source.js')});
  let documents = 0;
  for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true }))
    if (entry.name.endsWith('.yaml')) documents += sourceDocuments(entry.name, readFileSync(entry.parentPath + '/' + entry.name, 'utf8')).length;
  console.log(documents);
`;
const node = (script, ...args) => [process.execPath, '--input-type=module', '-e', script, ...args];

/** The kinds that the tree holds. */
const wanted = new Set(
  'ClusterIssuer ClusterRole ClusterRoleBinding ClusterSecretStore ConfigMap CronJob ExternalSecret HelmRelease HelmRepository Ingress Job Kustomization Namespace NetworkPolicy OCIRepository Password Role RoleBinding SecretStore ServiceAccount'.split(
    ' ',
  ),
);

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

function run([program, ...args], status) {
  const ended = spawnSync('/usr/bin/time', ['-f', 'used %U %S %e %M', program, ...args], { cwd: base, encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, user, system, wall, memory] = /used ([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(ended.stderr ?? '') ?? [];
  if (user === undefined || !status.includes(ended.status))
    throw new Error(`${[program, ...args].join(' ').slice(0, 200)}: ${ended.error?.message ?? ended.stderr.slice(-500)}`);
  return { cpu: Number(user) + Number(system), wall: Number(wall), megabytes: Number(memory) / 1024, out: ended.stdout };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

if (!existsSync(pinout)) throw new Error('npm run build first: what is measured is what people install');
if (!existsSync('/usr/bin/time')) throw new Error('GNU time is missing: it measures processor time and memory');
const base = mkdtempSync(join(tmpdir(), 'pinout-bench-'));
try {
  const entryPoints = ['index', 'synth/files', 'synth/write', 'manifest/source'].map((path) => ({ in: `lib/${path}.ts`, out: path.replace('/', '-') }));
  const options = { bundle: true, splitting: true, format: 'esm', platform: 'node', packages: 'external', tsconfigRaw: {} };
  await esbuild.build({ ...options, absWorkingDir: root, entryPoints, outdir: own });
  const hasKubeconform = spawnSync('sh', ['-c', 'command -v kubeconform']).status === 0;
  if (hasKubeconform) writeSchemas(join(base, 'schemas'));
  else console.log('kubeconform is not on PATH: measured without it');
  const table = (cells) => console.log(cells.map((cell, index) => (index === 2 ? cell.padEnd(12) : cell.padStart(12))).join(' '));
  table(['apps', 'documents', 'what', 'wall s', 'CPU s', 'memory MB', 'of validate', 'kubeconform', 'ms/document']);
  const perDocument = new Map();
  for (const apps of sizes) {
    const folder = join(base, String(apps));
    const [making, charts, writing, again] = JSON.parse(run(node(synth, folder, apps), [0]).out);
    const schemas = join(base, 'schemas/{{.ResourceKind}}_{{.ResourceAPIVersion}}_{{.Group}}.json');
    const commands = {
      'parse alone': node(parseAlone, folder),
      validate: [process.execPath, pinout, 'validate', folder, '--no-cache', '--quiet'],
      check: [process.execPath, pinout, 'check', folder, '--quiet'],
      ...(hasKubeconform ? { kubeconform: ['kubeconform', '-strict', '-ignore-missing-schemas', '-schema-location', schemas, folder] } : {}),
    };
    const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
    // Findings and files that are no manifests end with 1: what counts here is the time.
    for (let round = 0; round < rounds; round += 1) for (const [name, command] of Object.entries(commands)) results[name].push(run(command, [0, 1]));
    const documents = results['parse alone'][0].out.trim();
    const of = (name, field) => median((results[name] ?? []).map((one) => one[field]));
    const ratio = (name, other) => (results[other] === undefined ? '-' : (of(name, 'cpu') / of(other, 'cpu')).toFixed(2));
    for (const [what, seconds] of Object.entries({ synth: making, 'with charts': charts, write: writing, 'no change': again }))
      table([String(apps), documents, what, seconds.toFixed(2), '-', '-', '-', '-', ((seconds * 1000) / documents).toFixed(3)]);
    for (const name of Object.keys(commands)) {
      const each = (of(name, 'cpu') * 1000) / documents;
      perDocument.set(name, [...(perDocument.get(name) ?? []), each]);
      const measured = [of(name, 'wall').toFixed(2), of(name, 'cpu').toFixed(2), of(name, 'megabytes').toFixed(0)];
      table([String(apps), documents, name, ...measured, ratio(name, 'validate'), ratio(name, 'kubeconform'), each.toFixed(3)]);
    }
    rmSync(folder, { recursive: true });
  }
  // Linear is 1.0: ten times the documents, ten times the time.
  if (sizes.length > 1)
    for (const [name, each] of perDocument)
      console.log(`${name}: a document costs ${(each.at(-1) / each[0]).toFixed(2)} times as much with ${sizes.at(-1)} apps as with ${sizes[0]}`);
} finally {
  rmSync(base, { recursive: true, force: true });
  rmSync(own, { recursive: true, force: true });
}
