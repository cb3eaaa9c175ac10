// How the time of synth and check grows with the number of apps: ratios of one run, side by side. Linear is 1.0: twice the apps, twice the time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const [{ defineCluster, grafana }, { filesOf }, { writeFolder }, { checkTree }] = await Promise.all(
  ['../lib/index.ts', '../lib/synth/files.ts', '../lib/synth/write.ts', '../lib/check/check-tree.ts'].map((path) => jiti.import(path)),
);

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
const out = mkdtempSync(join(tmpdir(), 'pinout-bench-'));
const time = (action) => {
  const start = performance.now();
  action();
  return performance.now() - start;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const sizes = [100, 200, 400, 800];
try {
  filesOf(cluster(50), 'apps/main.ts');
  const rows = sizes.map((size) => {
    const folder = join(out, String(size));
    const rounds = Array.from({ length: 3 }, () => {
      let files;
      const synth = time(() => (files = filesOf(cluster(size), 'apps/main.ts')));
      rmSync(folder, { recursive: true, force: true });
      const write = time(() => writeFolder(folder, 'home', files));
      const same = time(() => writeFolder(folder, 'home', files));
      return { synth, write, same, check: time(() => checkTree([folder])) };
    });
    return { size, ...Object.fromEntries(['synth', 'write', 'same', 'check'].map((key) => [key, median(rounds.map((round) => round[key]))])) };
  });
  console.log('apps   synth ms  write ms  no-change ms  check ms');
  for (const row of rows)
    console.log(`${String(row.size).padEnd(6)} ${[row.synth, row.write, row.same, row.check].map((ms) => ms.toFixed(0).padStart(8)).join('  ')}`);
  const first = rows[0];
  const last = rows.at(-1);
  for (const key of ['synth', 'write', 'same', 'check'])
    console.log(`${key}: growth from ${first.size} to ${last.size} apps is ${(last[key] / first[key] / (last.size / first.size)).toFixed(2)} of linear`);
} finally {
  rmSync(out, { recursive: true, force: true });
}
