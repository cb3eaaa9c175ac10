import { describe, expect, it } from 'vitest';
import { generationOf } from '../../lib/secrets/rotate-secret.ts';
import { loadClusters } from '../../lib/synth/load-clusters.ts';
import type { Placed } from '../../lib/manifest/manifest.ts';

const [sample] = await loadClusters('apps/main.ts');
const rotating = sample!.apps.filter(({ name }) => generationOf(sample!, name) !== undefined);
const runs = new Set(['HelmRelease', 'Job', 'CronJob', 'Deployment', 'StatefulSet', 'DaemonSet']);
const workloads = (placed: readonly Placed[], folders: readonly string[]) =>
  Object.fromEntries(
    placed.flatMap(({ folder, object }) =>
      folders.includes(folder) && runs.has(object.kind) ? [[`${folder} ${object.kind} ${object.metadata.name}`, JSON.stringify(object)]] : [],
    ),
  );

describe('a rotated client secret', () => {
  it('is there for every app of the sample that has one', () => {
    expect(rotating.map(({ name }) => name)).toContain('grafana');
  });

  it.each(rotating.map(({ name }) => name))('runs both ends of %s anew, under its new name alone', (app) => {
    const before = generationOf(sample!, app)!;
    const after = sample!.withState({ generations: { [app]: before + 1 } });
    const slugs = after.apps.find(({ name }) => name === app)!.contracts.flatMap((contract) => ('secret' in contract ? [contract.secret.name] : []));
    for (const [end, folders] of [
      ['authentik', [`identity/${app}`]],
      ['the app', [`apps/${app}`, `login/${app}`]],
    ] as const) {
      const [old, fresh] = [workloads(sample!.placed, folders), workloads(after.placed, folders)];
      const changed = Object.keys(fresh).filter((key) => fresh[key] !== old[key]);
      expect(changed, `${end}: a workload that changes`).not.toEqual([]);
      for (const name of slugs) {
        const all = Object.values(fresh).join('\n');
        expect(all, `${end} of ${app}`).toContain(`${name}-${before + 1}`);
        expect(all, `${end} of ${app}`).not.toMatch(new RegExp(`"[^"]*\\b${name}-${before}\\b`));
      }
    }
    // Nothing else moves: rotating one app touches no other.
    const others = (placed: readonly Placed[]) => placed.filter(({ from }) => from !== app && from !== 'cluster').map(({ object }) => JSON.stringify(object));
    expect(others(after.placed)).toEqual(others(sample!.placed));
  });

  it('counts from the greater of the source and what is remembered', () => {
    const { name } = rotating[0]!;
    expect(generationOf(sample!.withState({ generations: { [name]: 7 } }), name)).toBe(7);
    expect(generationOf(sample!.withState({ generations: { [name]: 7 } }).withState({ generations: { other: 9 } }), name)).toBe(generationOf(sample!, name));
  });
});
