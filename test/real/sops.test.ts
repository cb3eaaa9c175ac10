import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { appFolder } from '../support/app-folder.ts';
import { readFolder } from '../support/temp-folder.ts';
import { has, run as tool } from './tool.ts';

const there =
  has('sops', ['--version', '--check-for-updates=false'], 'go install github.com/getsops/sops/v3/cmd/sops@v3.13.2') &&
  has('age-keygen', ['--version'], 'go install filippo.io/age/cmd/age-keygen@v1.3.1');
const env = { PATH: [process.env['PATH'] ?? '', join(homedir(), 'go', 'bin')].join(delimiter) };

describe.skipIf(!there)('pinout secrets with the real sops and age', () => {
  it('encrypts one value for both ends, which the key opens and nobody else', async () => {
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    const key = tool('age-keygen', []).stdout;
    writeFileSync(join(base, 'age.agekey'), key);
    const recipient = /public key: (age1\w+)/.exec(key)![1]!;
    expect(await run(['secrets', 'add', '--json'], env)).toMatchObject({ code: 1, json: { findings: [{ code: 'sops-rule-missing' }] } });
    expect(await run(['secrets', 'init', '--age', recipient], env)).toMatchObject({ code: 0 });
    expect(await run(['secrets', 'add'], env)).toMatchObject({ code: 0 });
    expect(await run(['synth'], env)).toMatchObject({ code: 0 });

    const open = (path: string) => {
      process.env['SOPS_AGE_KEY_FILE'] = join(base, 'age.agekey');
      const { status, stdout, stderr } = tool('sops', ['decrypt', '--input-type', 'yaml', '--output-type', 'yaml', path]);
      delete process.env['SOPS_AGE_KEY_FILE'];
      expect(stderr.replace(/^\[warning\].*\n/m, ''), path).toBe('');
      expect(status).toBe(0);
      return (parse(stdout) as { stringData: Record<string, string> }).stringData['client-secret'];
    };
    const ends = ['identity/grafana', 'apps/grafana'].map((folder) =>
      join(base, 'dist/home', folder, `${folder.startsWith('apps') ? 'monitoring' : 'authentik'}.grafana-oidc-1.sops.yaml`),
    );
    // With the header line of dist on top: it changes neither the text nor its authentication code.
    const [idp, app] = ends.map(open);
    expect(idp).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(app).toBe(idp);
    const all = JSON.stringify(readFolder(base));
    expect(all).not.toContain(idp);
    expect(tool('sops', ['decrypt', ends[0]!]).status).not.toBe(0);
    expect(readFileSync(ends[0]!, 'utf8')).toContain('kind: Secret\n');

    const before = readFolder(join(base, 'dist'));
    expect(await run(['synth'], env)).toMatchObject({ code: 0, talk: expect.stringContaining('no change') as string });
    expect(readFolder(join(base, 'dist'))).toEqual(before);
    expect(await run(['secrets', 'rotate', 'grafana'], env)).toMatchObject({ code: 0 });
    await run(['synth'], env);
    const next = open(join(base, 'dist/home/apps/grafana/monitoring.grafana-oidc-2.sops.yaml'));
    expect(next).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(next).not.toBe(idp);
  });

  it('refuses a rule that would encrypt the kind, and writes nothing', async () => {
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    const recipient = /public key: (age1\w+)/.exec(tool('age-keygen', []).stdout)![1]!;
    writeFileSync(join(base, '.sops.yaml'), `creation_rules:\n  - age: ${recipient}\n`);
    expect(await run(['secrets', 'add', '--json'], env)).toMatchObject({ code: 1, json: { findings: [{ code: 'sops-rule-wrong' }] } });
    expect(Object.keys(readFolder(base))).toEqual(['.sops.yaml', 'apps/main.ts']);
  });
});
