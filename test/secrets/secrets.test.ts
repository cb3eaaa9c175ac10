import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomValue } from '../../lib/secrets/random-value.ts';
import { appFolder, playedSops } from '../support/app-folder.ts';
import { exploded } from '../support/exploded.ts';
import { readFolder } from '../support/temp-folder.ts';

const recipient = `age1${'q'.repeat(58)}`;
const valuesGivenTo = (sops: string) => [...readFileSync(join(sops, 'plain'), 'utf8').matchAll(/^ {2}[\w-]+: "?(\w{64})"?$/gm)].map(([, value]) => value!);

describe('a made value', () => {
  it('is 64 letters and digits, each as likely as the other', () => {
    const values = Array.from({ length: 400 }, () => randomValue());
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(new Set(values).size).toBe(400);
    const counts = new Map<string, number>();
    for (const character of values.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 25600 characters: about 413 of each, with a deviation of about 20.
    expect(Math.min(...counts.values())).toBeGreaterThan(280);
    expect(Math.max(...counts.values())).toBeLessThan(550);
  });
});

describe('pinout secrets with SOPS', () => {
  it('makes one value for both ends, encrypted, and shows it nowhere', async () => {
    const sops = playedSops();
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    const env = { PATH: sops };
    const refused = await run(['synth', '--json'], env);
    expect(refused).toMatchObject({
      code: 1,
      json: { findings: [{ code: 'sops-file-missing', fix: expect.stringContaining('pinout secrets add') as string }] },
    });
    expect(existsSync(join(base, 'dist'))).toBe(false);

    const added = await run(['secrets', 'add', '--json'], env);
    expect(added.code).toBe(0);
    const files = Object.keys(readFolder(join(base, 'apps/secrets')));
    expect(files).toEqual([
      'home/authentik/authentik-postgresql.sops.yaml',
      'home/authentik/authentik-secret-key.sops.yaml',
      'home/authentik/grafana-oidc-1.sops.yaml',
      'home/monitoring/grafana-oidc-1.sops.yaml',
    ]);
    const values = valuesGivenTo(sops);
    expect(values).toHaveLength(4);
    expect(new Set(values).size).toBe(3);
    expect(values[2]).toBe(values[3]);
    const written = JSON.stringify(readFolder(base));
    for (const value of values) {
      expect(written).not.toContain(value);
      expect(added.out + added.talk + readFileSync(join(sops, 'calls'), 'utf8')).not.toContain(value);
    }

    expect(await run(['synth'], env)).toMatchObject({ code: 0 });
    const dist = readFolder(join(base, 'dist/home'));
    const source = readFileSync(join(base, 'apps/secrets/home/monitoring/grafana-oidc-1.sops.yaml'), 'utf8');
    const [header, ...rest] = dist['apps/grafana/monitoring.grafana-oidc-1.sops.yaml']!.split('\n');
    expect(header).toMatch(/^# Written by pinout from .*\(grafana\)/);
    expect(rest.join('\n')).toBe(source);
    const layers = exploded(dist);
    expect(layers['flux/kustomization-pinout-app-grafana.yaml']).toContain('  decryption: { provider: sops, secretRef: { name: sops-age } }\n');
    expect(layers['flux/kustomization-pinout-namespaces.yaml']).not.toContain('decryption');
    expect(JSON.stringify(dist)).not.toMatch(/external-secrets|pinout-secrets/);
    expect(dist['README.md']).toContain('| Secret | flux-system | sops-age |');
    expect(await run(['synth', '--check'], env)).toMatchObject({ code: 0 });
  });

  it('leaves what is there alone, and refuses half a value', async () => {
    const sops = playedSops();
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    await run(['secrets', 'add'], { PATH: sops });
    const before = readFolder(join(base, 'apps/secrets'));
    expect((await run(['secrets', 'add'], { PATH: sops })).talk).toBe('every secret already has its file\n');
    expect(readFolder(join(base, 'apps/secrets'))).toEqual(before);
    rmSync(join(base, 'apps/secrets/home/monitoring/grafana-oidc-1.sops.yaml'));
    expect(await run(['secrets', 'add', '--json'], { PATH: sops })).toMatchObject({
      code: 1,
      json: { findings: [{ code: 'sops-file-half', fix: expect.stringContaining('pinout secrets rotate grafana') as string }] },
    });
  });

  it('rotates: a new value for both ends under a new name, the old files gone', async () => {
    const sops = playedSops();
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    await run(['secrets', 'add'], { PATH: sops });
    await run(['synth'], { PATH: sops });
    const rotated = await run(['secrets', 'rotate', 'grafana', '--json'], { PATH: sops });
    expect(rotated).toMatchObject({ code: 0, json: { rotated: [{ cluster: 'home', app: 'grafana', generation: 2 }] } });
    expect(JSON.parse(readFileSync(join(base, 'apps/generations.json'), 'utf8'))).toEqual({ home: { grafana: 2 } });
    expect(Object.keys(readFolder(join(base, 'apps/secrets'))).filter((path) => path.includes('oidc'))).toEqual([
      'home/authentik/grafana-oidc-2.sops.yaml',
      'home/monitoring/grafana-oidc-2.sops.yaml',
    ]);
    await run(['synth'], { PATH: sops });
    const dist = JSON.stringify(readFolder(join(base, 'dist')));
    expect(dist).toContain('grafana-oidc-2');
    expect(dist).not.toContain('grafana-oidc-1');
    const values = valuesGivenTo(sops);
    expect(new Set(values.slice(-2)).size).toBe(1);
    expect(values.slice(0, -2)).not.toContain(values.at(-1));
  });

  it.each([
    ['is not there', undefined, 3, 'sops-missing', 'install it'],
    ['finds no rule', "echo 'error loading config: no matching creation rules found' >&2; exit 1", 1, 'sops-rule-missing', 'secrets init'],
    ['fails and repeats the input', 'echo "cannot: $(echo "$input" | tr "\\n" " ")" >&2; exit 2', 1, 'sops-failed', 'see the message of sops'],
    ['encrypts nothing', 'echo "$input"; exit 0', 1, 'sops-rule-wrong', 'encrypted_regex'],
    ['encrypts the kind', 'printf "%s\\nsops: {}" "$input" | sed "s/kind: Secret/kind: ENC[x]/"; exit 0', 1, 'sops-rule-wrong', 'encrypted_regex'],
  ])('refuses a sops that %s, and writes nothing', async (_, change, code, finding, fix) => {
    const sops = playedSops(change ?? '');
    if (change === undefined) rmSync(join(sops, 'sops'));
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    const refused = await run(['secrets', 'add', '--json'], { PATH: sops });
    expect(refused).toMatchObject({ code, json: { findings: [{ code: finding, fix: expect.stringContaining(fix) as string }] } });
    expect(existsSync(join(base, 'apps/secrets'))).toBe(false);
    if (change !== undefined) for (const value of valuesGivenTo(sops)) expect(refused.out + refused.talk).not.toContain(value);
  });

  it.each([
    [
      'plain',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: grafana-oidc-1\n  namespace: monitoring\nstringData:\n  client-secret: hunter2\n',
      'sops-file-plain',
    ],
    [
      'of another Secret',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: other\n  namespace: monitoring\nstringData:\n  a: ENC[x]\nsops: {}\n',
      'sops-file-wrong',
    ],
    ['no YAML', '{{{', 'sops-file-wrong'],
  ])('refuses a file that is %s, and does not show it', async (_, text, code) => {
    const sops = playedSops();
    const { base, run } = appFolder('secrets: sopsSecrets(),');
    await run(['secrets', 'add'], { PATH: sops });
    writeFileSync(join(base, 'apps/secrets/home/monitoring/grafana-oidc-1.sops.yaml'), text);
    const refused = await run(['synth', '--json'], { PATH: sops });
    expect(refused).toMatchObject({ code: 1, json: { findings: [{ code }] } });
    expect(refused.out).not.toContain('hunter2');
    expect(existsSync(join(base, 'dist'))).toBe(false);
  });

  it('init writes a rule, first in the list, once', async () => {
    const sops = playedSops();
    const { base, run } = appFolder('');
    const path = join(base, '.sops.yaml');
    expect(await run(['secrets', 'init', '--age', recipient, '--json'], { PATH: sops })).toMatchObject({ code: 0, json: { change: 'made' } });
    expect(readFileSync(path, 'utf8')).toBe(
      `creation_rules:\n  - path_regex: (^|/)apps/secrets/.+\\.sops\\.yaml$\n    encrypted_regex: ^(data|stringData)$\n    age: ${recipient}\n`,
    );
    expect(await run(['secrets', 'init', '--age', recipient, '--json'], { PATH: sops })).toMatchObject({ code: 0, json: { change: 'present' } });
    writeFileSync(path, '# mine\ncreation_rules:\n  - path_regex: talos/.*\n    age: age1mine\n');
    expect(await run(['secrets', 'init', '--age', recipient, '--age', `${recipient}x`, '--json'], { PATH: sops })).toMatchObject({ json: { change: 'added' } });
    expect(readFileSync(path, 'utf8')).toMatch(/^# mine\ncreation_rules:\n {2}- path_regex: \(\^\|\/\)apps[\s\S]*talos/);
    const secret = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;
    const refused = await run(['secrets', 'init', '--age', secret, '--json'], { PATH: sops });
    expect(refused).toMatchObject({ code: 1, json: { findings: [{ code: 'sops-recipient-invalid' }] } });
    expect(refused.out + refused.talk).not.toContain('QQQQ');
    expect(await run(['secrets', 'init', '--age', recipient])).toMatchObject({ code: 3 });
  });
});

describe('pinout secrets with other backends', () => {
  it('rotates what External Secrets makes, and has nothing to add', async () => {
    const { base, run } = appFolder('');
    expect((await run(['secrets', 'add'])).talk).toContain('nothing to add');
    await run(['synth']);
    expect(await run(['secrets', 'rotate', 'grafana'])).toMatchObject({ code: 0 });
    expect(await run(['secrets', 'rotate', 'grafana'])).toMatchObject({ code: 0 });
    expect((await run(['synth', '--check'])).code).toBe(1);
    await run(['synth']);
    expect(JSON.stringify(readFolder(join(base, 'dist')))).toContain('grafana-oidc-3');
  });

  it('lists what has to be put into a store, or made', async () => {
    const stored = appFolder(
      "secrets: storedSecrets({ store: { kind: 'ClusterSecretStore', name: 'onepassword' }, remoteRef: { key: '{app}-{generation}', property: '{key}' } }),",
    );
    const { json } = await stored.run(['secrets', 'add', 'grafana', '--json']);
    expect(json['expected']).toEqual([{ cluster: 'home', app: 'grafana', where: 'grafana-1 client-secret in onepassword' }]);
    const existing = appFolder('secrets: existingSecrets(),');
    expect((await existing.run(['secrets', 'add', 'authentik'])).talk).toContain('authentik/authentik-secret-key');
  });

  it('refuses wrong use', async () => {
    const { base, run } = appFolder('');
    for (const [args, text] of [
      [['secrets'], 'init, add or rotate'],
      [['secrets', 'delete'], 'init, add or rotate'],
      [['secrets', 'rotate'], 'name of one app'],
      [['secrets', 'rotate', 'grafan'], 'did you mean grafana'],
      [['secrets', 'rotate', 'authentik'], 'cannot be rotated'],
      [['secrets', 'init'], 'age-keygen'],
      [['secrets', 'add', '--age', recipient], 'secrets init'],
      [['secrets', 'add', '--cluster', 'nope'], 'there is home'],
    ] as const) {
      const refused = await run(args);
      expect(refused.talk).toContain(text);
      expect(refused).toMatchObject({ code: 2, out: '' });
    }
    expect(existsSync(join(base, 'apps/generations.json'))).toBe(false);
    for (const text of ['nonsense', '[]', '{"home":3}', '{"home":{"grafana":0}}', '{"home":{"grafana":"2"}}']) {
      writeFileSync(join(base, 'apps/generations.json'), text);
      expect(await run(['synth', '--json'])).toMatchObject({ code: 3, json: { findings: [{ code: 'state-broken' }] } });
    }
  });
});

describe('several clusters', () => {
  it('rotate each for itself, or all that have the app', async () => {
    const { base, run } = appFolder(
      "clusters: [{ name: 'home' }, { name: 'cabin', domain: 'cabin.example.org', overrides: { grafana: { secretGeneration: 4 } } }]",
    );
    await run(['secrets', 'rotate', 'grafana', '--cluster', 'home']);
    await run(['secrets', 'rotate', 'grafana']);
    expect(JSON.parse(readFileSync(join(base, 'apps/generations.json'), 'utf8'))).toEqual({ cabin: { grafana: 5 }, home: { grafana: 3 } });
    mkdirSync(join(base, 'dist'));
    await run(['synth']);
    expect(['cabin', 'home'].map((name) => /grafana-oidc-\d/.exec(readFileSync(join(base, `dist/${name}/apps/grafana/monitoring.yaml`), 'utf8'))?.[0])).toEqual(
      ['grafana-oidc-5', 'grafana-oidc-3'],
    );
  });
});

describe('a client secret that adopt keeps', () => {
  it('is not rotated: nothing of ours would change', async () => {
    const { run } = appFolder(
      "apps: [grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['admins'] }, adopt: { provider: { clientId: 'k3' }, secret: { name: 'grafana-oauth', key: 'secret' } } })],",
    );
    const { code, talk } = await run(['secrets', 'rotate', 'grafana']);
    expect(code).toBe(2);
    expect(talk).toContain('adopt keeps the existing one');
  });
});
