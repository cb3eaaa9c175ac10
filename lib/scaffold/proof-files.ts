import type { Spelling } from './spelling.ts';

/** Test, inputs that must be refused, a release of somebody else, and the page. */
export function proofFiles({ name, camel, pascal, upper, title }: Spelling): Record<string, string> {
  return {
    [`${name}.test.ts`]: `import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { manifestsIn, said } from '../../../test/support/said.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { ${camel}, ${camel}Integration } from './${name}.ts';
import { judge${pascal} } from './judge.ts';
import { read${pascal} } from './read.ts';

/** What its settings can hold of a contract. CHANGE: what they cannot hold goes. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'secret', 'issuer'] as const;

describe('the read laws of ${title}', () => {
  it('hold in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.record({ access: fc.constantFrom(everyone(), groups('a', 'b')), secretGeneration: fc.integer({ min: 1, max: 9999 }) }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          const versions = { kubernetes: '1.36', authentik: \`\${version}.1\`, flux: '2.9' };
          expectReadLaws(clusterWith({ apps: [${camel}({ host: '${name}', ...options })], versions }), ${camel}Integration, holds);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('releases of others', () => {
  it('are read', () => {
    const text = readFileSync(new URL('./fixtures/other.yaml', import.meta.url), 'utf8');
    expect(read${pascal}(manifestsIn(text)).map(said)).toMatchObject([{ slug: 'other', clientId: 'other' }]);
  });
});

describe('what is asked of a token', () => {
  it('is what the app looks at, and no group', () => {
    const text = readFileSync(new URL('./fixtures/other.yaml', import.meta.url), 'utf8');
    const [app] = read${pascal}(manifestsIn(text));
    const asked = judge${pascal}().ask({ preferred_username: 'jan' }, { app: app!, idp: undefined });
    expect(asked.map(({ step, passed }) => [step, passed])).toEqual([
      ['user name', true],
      ['access', true],
    ]);
  });
});
`,
    [`${name}.gallery.ts`]: `import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { ${camel} } from './${name}.ts';

const made = (change: Readonly<Record<string, unknown>>) => () => clusterWith({ apps: [${camel}({ host: '${name}', access: everyone(), ...change })] });

export const gallery: Readonly<Record<string, Invalid>> = {
  '${name}-without-access': { make: made({ access: undefined }), code: 'access-missing', app: '${name}', field: 'access', fix: "groups('${name}-users')" },
};
`,
    'fixtures/other.yaml': `# A release that pinout did not write. CHANGE: as people write it.
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: ${name}
  namespace: ${name}
spec:
  values:
    controllers:
      ${name}:
        containers:
          app:
            env:
              ${upper}_OIDC_ISSUER: https://id.example.org/application/o/other/
              ${upper}_OIDC_CLIENT_ID: other
`,
    'README.md': `# ${title}

\`\`\`ts
${camel}({ host: '${name}', access: groups('${name}-users') });
\`\`\`

Options: \`host\` and \`access\`; \`name\`, \`namespace\`, \`image\`, \`secretGeneration\`, \`tile\`, \`env\`, \`values\`.

## What is written where

CHANGE: each setting, where it is, and why, with a link to its source.

## When it does not work

CHANGE: what a user sees, its cause, and what to do.

Break-glass: CHANGE: how to log in when authentik is down.

Test from the pod: \`kubectl -n ${name} exec deploy/${name} -c app -- wget -q -O - https://AUTH/application/o/${name}/.well-known/openid-configuration\`.
`,
  };
}
