import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function run(args: readonly string[], env: Record<string, string> = {}) {
  let text = '';
  const code = await main(args, { out: (one) => void (text += one), talk: (one) => void (text += one), env });
  return { code, text };
}

// The first run loads every rule and schema: that is no part of what is measured.
beforeAll(async () => {
  for (const command of ['check', 'validate']) await run([command, 'package.json']);
}, 120_000);

const map = (text: string): string => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' }, data: { text } });
const bomb = `a: &a [x]\n${Array.from({ length: 12 }, (_, index) => `b${index}: &b${index} [${Array.from({ length: 8 }, () => `*${index === 0 ? 'a' : `b${index - 1}`}`).join(',')}]\n`).join('')}`;
const authentication = (more: string): string => `apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n${more}`;

/** Small texts of the kinds that made a run hang, stop or lose its findings. */
const texts: Readonly<Record<string, string>> = {
  'blank lines': '\n'.repeat(100_000),
  'blank lines in a text': map(`entries${'\n'.repeat(20_000)}x`),
  'spaces in a text': map(`entries:${' '.repeat(20_000)}x`),
  'a duration of many numbers': authentication(
    `jwt: [{ claimValidationRules: [{ expression: "duration('${'1s000'.repeat(400)}x') > duration('1s')", message: x }] }]\n`,
  ),
  'aliases that multiply': bomb,
  'aliases that multiply inside a text': map(authentication(`x:\n${bomb.replace(/^/gm, '  ')}`)),
  'a configuration inside a text that is an alias of itself': map(authentication('jwt: &a [*a]\n')),
  'blank lines in a Corefile': JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: { Corefile: `.:53 {${'\n'.repeat(60_000)}}` },
  }),
  'certificates that do not end': authentication(
    `jwt: [{ issuer: { url: 'https://a.example.org', audiences: [a], certificateAuthority: ${JSON.stringify('-----BEGIN A-----\n'.repeat(20_000))} } }]\n`,
  ),
  'hosts that do not end': JSON.stringify({
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name: 'a', namespace: 'b' },
    spec: { routes: [{ match: 'Host('.repeat(20_000) }] },
  }),
  'a long quantity': JSON.stringify({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'a', namespace: 'b' },
    spec: { resources: { requests: { storage: `${'1'.repeat(100_000)}x` } } },
  }),
  'a prototype in CEL': authentication(
    `jwt: [{ claimValidationRules: [{ expression: 'constructor', message: x }, { expression: 'toString.valueOf', message: x }] }]\n`,
  ),
  'a substitution for a list': authentication('jwt: ${ISSUERS}\n'),
  'a deep expression': authentication(`jwt: [{ claimValidationRules: [{ expression: '${'!'.repeat(20_000)}true', message: x }] }]\n`),
  'a deep list': '['.repeat(20_000),
  'many documents': '---\na: 1\n'.repeat(5_000),
  'names of the prototype': '__proto__: { a: 1 }\nconstructor: { prototype: 1 }\nkind: toString\napiVersion: valueOf\nmetadata: { name: hasOwnProperty }\n',
};

describe('a hostile file', () => {
  it.each(Object.keys(texts))('%s ends soon, with an exit code and no crash', async (name) => {
    const file = join(tempFolder(), 'x.yaml');
    writeFileSync(file, texts[name]!);
    for (const command of ['check', 'validate']) {
      const { code, text } = await run([command, file, ...(command === 'validate' ? ['--no-cache'] : [])]);
      expect([0, 1], text.slice(0, 300)).toContain(code);
      expect(text.length).toBeLessThan(200_000);
      expect(text).not.toMatch(/unexpected:|rule-failed|\n {4}at /);
    }
  });

  it.each([
    ['a configuration of kube-apiserver', 'a.yaml', authentication(`x:\n${bomb.replace(/^/gm, '  ')}`), 'document contains excessive aliasing'],
    ['a blueprint', 'a.yaml', `version: 1\nentries:\n  - model: authentik_core.group\n    attrs: [\n`, 'did not find expected node content'],
  ])('as text in a ConfigMap is named: %s', async (_, key, text, said) => {
    const file = join(tempFolder(), 'x.yaml');
    writeFileSync(file, `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: b }\ndata:\n  ${key}: |\n${text.replace(/^/gm, '    ')}\n`);
    for (const command of ['check', 'validate']) {
      const { code, text: printed } = await run([command, file, ...(command === 'validate' ? ['--no-cache'] : [])]);
      expect(printed).toMatch(new RegExp(`x\\.yaml:(?:[6-9]|\\d\\d):\\d+ error yaml-broken.*${said}`));
      expect(code).toBe(1);
    }
  });

  it('costs its own verdict, not that of its neighbours', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.yaml'), bomb);
    writeFileSync(join(folder, 'b.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndatta: {}\n');
    expect((await run(['validate', folder, '--no-cache'])).text).toContain('datta');
  });
});

describe('what is printed', () => {
  it.each(['text', 'github', 'sarif', 'json'])('as %s has no control characters and starts no command', async (format) => {
    const folder = tempFolder();
    const name = 'x\u001b[2J\n::error::y\u202e\u2028';
    writeFileSync(join(folder, 'a\n::error::b.yaml'), JSON.stringify({ apiVersion: 'v1', kind: name, metadata: { name, namespace: name }, [name]: 1 }));
    for (const command of ['check', 'validate']) {
      const { text } = await run([command, folder, '--format', format]);
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
      if (format !== 'github') expect(text).not.toMatch(/^ *::/m);
      else
        for (const line of text.split('\n').filter((one) => one !== '' && !/documents|not validated|not judged/.test(one)))
          expect(line).toMatch(/^::(?:error|warning|notice) file=/);
    }
  });

  it.each(['text', 'github', 'sarif', 'json'])('as %s has no password', async (format) => {
    const folder = tempFolder();
    const secret = 'CanaryQ7xZ9m';
    writeFileSync(
      join(folder, 'a.yaml'),
      [
        { apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'InitConfiguration', bootstrapTokens: [{ token: secret }] },
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', namespace: 'b' }, data: { password: `${secret}!` } },
        {
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'HelmRepository',
          metadata: { name: 'a', namespace: 'b' },
          spec: { interval: '1h', url: `https://u:${secret}@charts.example.org` },
        },
        {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { name: 'a', namespace: 'b' },
          spec: { interval: '1h', chart: { spec: { chart: 'x', version: '1.0.0', sourceRef: { kind: 'HelmRepository', name: 'a' } } }, values: { a: 1 } },
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'a', namespace: 'b' },
          spec: {
            containers: [
              {
                name: 'a',
                image: `u:${secret}@ghcr.io/a/b`,
                env: [
                  { name: 'OIDC_CLIENT_SECRET', value: secret },
                  { name: 'OIDC_CLIENT_ID', value: 'x' },
                  { name: 'OIDC_ISSUER', value: `https://u:${secret}@auth.example.org/application/o/x/` },
                ],
              },
            ],
          },
        },
      ]
        .map((one) => JSON.stringify(one))
        .join('\n---\n'),
    );
    for (const command of ['check', 'validate']) expect((await run([command, folder, '--format', format])).text).not.toContain(secret);
  });
});

describe('what is named', () => {
  it('is refused when it is a device, and links that lead out are not followed', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'tree'));
    writeFileSync(join(folder, 'outside.yaml'), 'kind: [broken\n');
    symlinkSync(join(folder, 'outside.yaml'), join(folder, 'tree/link.yaml'));
    for (const command of ['check', 'validate']) {
      expect(await run([command, '/dev/zero'])).toMatchObject({ code: 3 });
      expect((await run([command, join(folder, 'tree')])).text).not.toContain('yaml-broken');
    }
    expect((await run(['check', join(folder, 'tree')])).text).toContain('a link that leads out');
    expect((await run(['validate', join(folder, 'tree')])).text).toContain('one link');
  });
});
