import { describe, expect, it } from 'vitest';
import { clusterWith } from '../support/sample.ts';

const files = import.meta.glob<Record<string, unknown>>(['../../apps/*.ts', '!../../apps/main*.ts'], { eager: true });
const apps = Object.values(files)
  .flatMap((file) => Object.values(file))
  .filter((one) => typeof one === 'object' && one !== null && 'integration' in one);

interface Container {
  readonly name: string;
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
}
interface Job {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly jobTemplate?: { readonly spec: Job['spec'] };
    readonly template?: { readonly spec: { readonly containers: readonly Container[] } };
  };
}

describe('a small node', () => {
  it('is not starved by Jobs: each asks for memory and processor, and has a limit of memory', () => {
    const { placed } = clusterWith({ apps, idp: { reapply: 'hourly' } });
    const jobs = placed.map(({ object }) => object as unknown as Job).filter(({ kind }) => kind === 'Job' || kind === 'CronJob');
    expect(jobs.length).toBeGreaterThan(20);
    for (const { metadata, spec } of jobs)
      for (const { name, resources } of (spec.jobTemplate?.spec ?? spec).template!.spec.containers) {
        const where = `${metadata.name} ${name}`;
        expect(resources?.requests, where).toMatchObject({ cpu: expect.any(String) as string, memory: expect.any(String) as string });
        expect(resources?.limits, where).toMatchObject({ memory: expect.stringMatching(/^(?:64|128|256|512)Mi$/) as string });
      }
  });
});
