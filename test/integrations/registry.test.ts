import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Manifests } from '../../lib/tree/manifests.ts';
import { readers } from '../../lib/integrations/readers.ts';
import { integrations } from '../../lib/integrations/registry.ts';

const folders = readdirSync('lib/integrations', { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

describe('the registry of integrations', () => {
  it('lists every folder under its own name', () => {
    expect([...new Set([...Object.keys(integrations), ...readers.map(({ name }) => name)])].sort()).toEqual(folders.sort());
    for (const [name, integration] of Object.entries(integrations)) expect(integration.name).toBe(name);
  });

  it('reads with what the integrations read with', () => {
    for (const integration of Object.values(integrations)) {
      const reader = readers.find(({ name }) => name === integration.name);
      // What reads nothing is no reader.
      if (reader === undefined) expect(integration.read({} as Manifests), integration.name).toEqual([]);
      else expect({ ...integration, general: integration.general }, integration.name).toMatchObject({ ...reader, general: reader.general });
    }
  });

  it('is what the folders say, with exports and pages', () => {
    expect(() => execFileSync(process.execPath, ['scripts/integrations.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('has tests beside each', () => {
    // Apps that are only read have no writer, and so no law.
    for (const folder of Object.keys(integrations)) expect(readFileSync(`lib/integrations/${folder}/${folder}.test.ts`, 'utf8')).toContain('expectReadLaws');
    for (const folder of folders) expect(existsSync(`lib/integrations/${folder}/${folder}.test.ts`), folder).toBe(true);
  });
});
