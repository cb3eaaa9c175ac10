import { describe, expect, it } from 'vitest';
import { examplesAt, runnable } from '../support/function-examples.ts';
import { entries, publicFunctions } from '../support/public-functions.ts';
import { typeErrorsOf } from '../support/typed-examples.ts';

/** What examples may use: everything that entries export, from the first that does, and what they leave to their reader. */
function head(): string {
  const first = new Map<string, string>();
  for (const [entry, exported] of Object.entries(entries)) for (const name of Object.keys(exported)) if (!first.has(name)) first.set(name, entry);
  const imports = Object.keys(entries).map((entry) => {
    const names = [...first].flatMap(([name, from]) => (from === entry ? [name] : []));
    return names.length === 0 ? '' : `import { ${names.join(', ')} } from '../../lib/${entry}.ts';`;
  });
  return `${imports.join('\n')}
import { readFileSync } from 'node:fs';
import { App } from 'cdk8s';
import type { Contract, Facts, Manifest, Manifests } from '../../lib/integration.ts';
import type { IdpFacts, IdpWriter, Reader } from '../../lib/idp.ts';
declare const at: { readonly app: string; readonly field: string };
declare const url: string, token: string;
declare const facts: Facts, manifests: Manifests, settings: Reader, idpFacts: IdpFacts;
declare const monitoring: ReturnType<typeof grafana>;
declare const contracts: () => readonly Contract[];
declare const write: () => { readonly objects: readonly Manifest[]; readonly secrets: readonly [] };
declare const read: () => [];
declare const writerOf: (version: string) => IdpWriter;
declare const is: (found: unknown, wanted: unknown) => void;`;
}

const examples = publicFunctions.flatMap(({ name, file, own }) => examplesAt(file, own).map((code) => ({ name, code: runnable(code) })));

describe('the example of every function', () => {
  it('compiles', () => {
    expect(examples.length).toBeGreaterThan(85);
    expect(typeErrorsOf(examples, head())).toEqual([]);
  });

  it('would not compile with a role that does not exist, nor with an option that does not', () => {
    const [role, option, ...more] = typeErrorsOf(
      [
        { name: 'role', code: "grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admn: ['a'] } });" },
        { name: 'option', code: "grafana({ host: 'grafana', namespace: 'monitoring', roles: {}, storag: {} });" },
      ],
      head(),
    );
    expect(role).toMatch(/^role: 1: .*Admn/s);
    expect(option).toMatch(/^option: 1: .*storag/s);
    expect(more).toEqual([]);
  });
});
