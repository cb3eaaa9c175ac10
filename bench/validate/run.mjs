// pinout validate and kubeconform on the same files, in turns in one run: documents per second, start-up, memory.
//   node bench/validate/run.mjs [DOCUMENTS…]     1000 8000 10000 unless given
// kubeconform is asked when it is on PATH (go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0); it gets the same schema.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const sizes = process.argv.slice(2).map(Number);
const root = resolve(import.meta.dirname, '../..');
const pinout = join(root, 'build/cli/bin.js');
if (!existsSync(pinout)) throw new Error('npm run build first: what is measured is what people install');
const base = mkdtempSync(join(tmpdir(), 'pinout-bench-'));
const rounds = 5;

/** A HelmRelease as people write it, with a number that makes each one another. */
const release = (number) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: app-${number}
  namespace: team-${number % 50}
  labels:
    app.kubernetes.io/name: app-${number}
spec:
  interval: 30m
  timeout: 10m
  releaseName: app-${number}
  chartRef:
    kind: OCIRepository
    name: app-template
    namespace: flux-system
  install:
    crds: CreateReplace
    strategy:
      name: RetryOnFailure
      retryInterval: 5m
  upgrade:
    crds: CreateReplace
    strategy:
      name: RetryOnFailure
  valuesFrom:
    - kind: Secret
      name: app-${number}-values
      optional: true
  values:
    controllers:
      main:
        replicas: ${(number % 5) + 1}
        containers:
          app:
            image:
              repository: ghcr.io/example/app
              tag: 1.2.${number}
    ingress:
      main:
        className: nginx
        hosts:
          - host: app-${number}.example.org
            paths:
              - path: /
                pathType: Prefix
`;

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const timer = existsSync('/usr/bin/time') ? ['/usr/bin/time', '-f', 'memory %M'] : [];

/** Wall time in milliseconds and, where GNU time is installed, the largest memory in megabytes. */
function run(command, cwd) {
  const [program, ...args] = [...timer, ...command];
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  const ms = performance.now() - start;
  if (error !== undefined || status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? stderr.slice(-500)}`);
  return { ms, megabytes: Number(/memory (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const { $defs } = JSON.parse(readFileSync(join(root, 'imports/flux.schema.json'), 'utf8'));
  mkdirSync(join(base, 'schemas'));
  writeFileSync(join(base, 'schemas/helmrelease_v2.json'), JSON.stringify({ ...$defs['HelmRelease.v2.helm.toolkit.fluxcd.io'], $defs }));
  const withKubeconform = has('kubeconform');
  if (!withKubeconform) console.log('kubeconform is not on PATH: measured without it');
  console.log('documents  tool                 ms (median)  documents/s  of kubeconform  memory MB');
  for (const size of [1, ...(sizes.length === 0 ? [1000, 8000, 10000] : sizes)]) {
    const folder = join(base, String(size));
    mkdirSync(join(folder, 'm'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (let number = 0; number < size; number += 1) writeFileSync(join(folder, 'm', `release-${number}.yaml`), release(number));
    const commands = {
      ...(withKubeconform
        ? { kubeconform: ['kubeconform', '-strict', '-schema-location', join(base, 'schemas/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'), 'm'] }
        : {}),
      'pinout, cold': [process.execPath, pinout, 'validate', 'm', '--no-cache', '--quiet'],
      'pinout, unchanged': [process.execPath, pinout, 'validate', 'm', '--quiet'],
    };
    for (const command of Object.values(commands)) run(command, folder);
    const results = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) for (const [name, command] of Object.entries(commands)) results[name].push(run(command, folder));
    const reference = withKubeconform ? median(results.kubeconform.map(({ ms }) => ms)) : Number.NaN;
    for (const [name, all] of Object.entries(results)) {
      const ms = median(all.map((one) => one.ms));
      const ratio = Number.isNaN(reference) ? '-' : (ms / reference).toFixed(2);
      console.log(
        `${String(size).padEnd(10)} ${name.padEnd(20)} ${ms.toFixed(0).padStart(11)} ${(size / (ms / 1000)).toFixed(0).padStart(12)} ${ratio.padStart(15)} ${median(
          all.map((one) => one.megabytes),
        )
          .toFixed(0)
          .padStart(10)}`,
      );
    }
    rmSync(folder, { recursive: true });
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
