import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edges } from '../../../test/support/edges.ts';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { forwardAuthApp, forwardAuthAppIntegration } from './forward-auth-app.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'externalHost'] as const;

const clusterOf = (options: Readonly<Record<string, unknown>>, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [forwardAuthApp({ name: 'whoami', access: everyone(), ...options })], ...cluster });

describe('the read laws of an app behind forward-auth', () => {
  it.each(Object.entries(edges))('hold at %s', (_, edge) => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('whoami', 'a-b'),
          host: fc.constantFrom(undefined, 'other', 'deep.down.home.example.org'),
          access: fc.constantFrom(everyone(), groups('a', 'b')),
          openPaths: fc.constantFrom(undefined, ['^/api/'], ['^/api/', String.raw`^/health\.txt$`]),
        }),
        fc.boolean(),
        fc.constantFrom(...supported.authentik),
        (options, image, version) => {
          expectReadLaws(
            clusterOf(
              { ...options, ...(image ? { image: 'docker.io/traefik/whoami:v1.11.0', port: 80 } : { service: 'whoami' }) },
              { edge, versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } },
            ),
            forwardAuthAppIntegration,
            holds,
          );
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('an app that something else installs', () => {
  it('gets its guarded way and nothing more', () => {
    expect(clusterOf({ service: 'web', port: 3000, namespace: 'web' }).apps[0]!.end.objects.map(({ kind }) => kind)).toEqual([
      'Ingress',
      'Ingress',
      'Middleware',
    ]);
  });
});
