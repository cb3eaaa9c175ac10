import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterWith } from '../../../test/support/sample.ts';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { loginScript } from './login-script.ts';
import { identityGroup } from './settings.ts';
import { vault } from './vault.ts';

const right = { host: 'vault', namespace: 'vault', roles: { admin: ['vault-admins'], reader: ['Küche + Bad', 'vault-readers'] } };
const loginOf = (options: Readonly<Record<string, unknown>> = {}) => clusterWith({ apps: [vault({ ...right, ...options })] }).apps[0]!.end.login!;
const dataOf = (options: Readonly<Record<string, unknown>> = {}) =>
  loginOf(options).find(({ kind }) => kind === 'ConfigMap')!['data'] as Record<string, string>;

/** Shells that could run the script: its own images have busybox. */
const shells = [['sh'], ['busybox', 'sh'], ['bash', '--posix']].filter(([command, ...args]) => spawnSync(command!, [...args, '-c', ':']).status === 0);

/** A `vault` that writes down how it was called, with the files it was given, and answers from files. */
const stub = String.raw`#!/bin/sh
echo "$*" >>"$CALLS/calls"
for word in "$@"; do case $word in @*) { printf '%s: ' "$word"; tr -d '\n ' <"$(printf %s "$word" | cut -c2-)"; echo; } >>"$CALLS/bodies" ;; *=@*) printf '%s: [%s]\n' "$word" "$(cat "$(printf %s "$word" | sed 's/^[^@]*@//')"; echo .)" >>"$CALLS/bodies" ;; esac; done
env >>"$CALLS/environment"
case "$*" in
  status) [ ! -e "$CALLS/sealed" ] || { printf 'Initialized    true\nSealed    true\n'; exit 2; } ;;
  "write -field=token "*) [ ! -e "$CALLS/nologin" ] || { echo 'Code: 403. Errors: * permission denied' >&2; exit 2; }; printf s.token ;;
  "read -field=accessor sys/auth/oidc") [ -e "$CALLS/mounted" ] || exit 2; printf auth_oidc_1234 ;;
  "read -field=type sys/auth/oidc") printf oidc ;;
  "write sys/auth/oidc "*) touch "$CALLS/mounted" ;;
  "write auth/oidc/config "*) [ ! -e "$CALLS/noidp" ] || { echo '* error checking oidc discovery URL' >&2; exit 2; } ;;
  "read -field=id "*) printf group-id ;;
  "read -format=json -field=alias "*) if [ -e "$CALLS/aliased" ]; then printf '{\n  "canonical_id": "group-id",\n  "id": "alias-id",\n  "mount_accessor": "old"\n}\n'; else echo '{}'; fi ;;
  "list "*) printf '[\n  "pinout.oidc.gone",\n  "pinout.oidc.vault-admins",\n  "pinout.oidc2.other",\n  "by hand"\n]\n' ;;
esac
exit 0
`;

describe.each(shells)('the login script in %s %s', (...shell) => {
  const run = (marks: readonly string[] = [], options: Readonly<Record<string, unknown>> = {}, secret = 'hunter2-secret\r\n') => {
    const folder = tempFolder();
    for (const one of ['data', 'bin', 'calls']) mkdirSync(join(folder, one));
    for (const [name, text] of Object.entries(dataOf({ policies: { admin: 'path "*" {\n}' }, ...options }))) writeFileSync(join(folder, 'data', name), text);
    writeFileSync(join(folder, 'bin', 'vault'), stub, { mode: 0o755 });
    writeFileSync(join(folder, 'secret'), secret);
    writeFileSync(join(folder, 'jwt'), 'eyJ');
    for (const mark of marks) writeFileSync(join(folder, 'calls', mark), '');
    const job = loginOf(options).find(({ kind }) => kind === 'Job')!['spec'] as {
      template: { spec: { containers: [{ env: { name: string; value: string }[] }] } };
    };
    const env = Object.fromEntries(job.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
    const result = spawnSync(shell[0]!, [...shell.slice(1).filter((word) => word !== undefined), join(folder, 'data', 'login.sh')], {
      encoding: 'utf8',
      env: {
        ...env,
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        TMPDIR: folder,
        CALLS: join(folder, 'calls'),
        DATA: join(folder, 'data'),
        SECRET_FILE: join(folder, 'secret'),
        JWT_FILE: join(folder, 'jwt'),
        WAIT_SECONDS: '0',
      },
    });
    const read = (name: string) => {
      try {
        return readFileSync(join(folder, 'calls', name), 'utf8')
          .replaceAll(folder, '')
          .replaceAll(/\/tmp\.\w+/g, '/tmp');
      } catch {
        return '';
      }
    };
    return { ...result, calls: read('calls').trimEnd().split('\n'), bodies: read('bodies'), environment: read('environment') };
  };

  it('is legal', () => {
    expect(spawnSync(shell[0]!, [...shell.slice(1).filter((word) => word !== undefined), '-n'], { input: loginScript, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('calls the API in order, the first time', () => {
    const { status, calls, stderr } = run();
    expect(stderr).toBe('pinout: removed the group pinout.oidc.gone\npinout: the login at auth/oidc is set up, with 3 groups.\n');
    expect(status).toBe(0);
    const group = (name: string) => [
      `write identity/group/name/${name} @/data/group-${name}.json`,
      `read -field=id identity/group/name/${name}`,
      `read -format=json -field=alias identity/group/name/${name}`,
      `write identity/group-alias @/data/alias-${name}.json mount_accessor=auth_oidc_1234 canonical_id=group-id`,
    ];
    expect(calls).toEqual([
      'status',
      'write -field=token auth/kubernetes/login role=pinout-vault jwt=@/jwt',
      'read -field=accessor sys/auth/oidc',
      'write sys/auth/oidc @/data/mount.json',
      'read -field=accessor sys/auth/oidc',
      'read -field=type sys/auth/oidc',
      'write sys/auth/oidc/tune @/data/tune.json',
      'write auth/oidc/config @/data/config.json oidc_client_secret=@/tmp/client-secret',
      'write auth/oidc/role/default @/data/role.json',
      'write sys/policies/acl/admin @/data/policy-admin.json',
      ...group(identityGroup('oidc', 'Küche + Bad')),
      ...group('pinout.oidc.vault-admins'),
      ...group('pinout.oidc.vault-readers'),
      'list -format=json identity/group/name',
      'delete identity/group/name/pinout.oidc.gone',
      'token revoke -self',
    ]);
  });

  it('gives the id of the alias that is there, the second time', () => {
    const { status, calls } = run(['mounted', 'aliased']);
    expect(status).toBe(0);
    expect(calls).not.toContain('write sys/auth/oidc @/data/mount.json');
    expect(calls).toContain(
      'write identity/group-alias @/data/alias-pinout.oidc.vault-admins.json mount_accessor=auth_oidc_1234 canonical_id=group-id id=alias-id',
    );
  });

  it('hands the client secret over in a file, without its newline, and shows it nowhere', () => {
    const { bodies, calls, environment, stdout, stderr } = run();
    expect(bodies).toContain('oidc_client_secret=@/tmp/client-secret: [hunter2-secret.]');
    for (const text of [calls.join('\n'), environment, stdout, stderr]) expect(text).not.toContain('hunter2');
    expect(stdout).toBe('');
  });

  it.each([
    ['sealed', 'pinout: vault at http://vault.vault.svc:8200 is sealed. Run: vault operator unseal.\n', 'status'],
    [
      'nologin',
      "pinout: vault refused the Job's own login (auth/kubernetes, role pinout-vault). It is made once, by hand: manual/vault/.\n",
      'write -field=token',
    ],
    ['noidp', 'does not reach the identity provider at https://auth.home.example.org/application/o/vault/', 'token revoke -self'],
  ])('fails with a reason when it is %s', (mark, message, last) => {
    const { status, stderr, calls } = run([mark]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(calls.at(-1)).toContain(last);
  });

  it('refuses an empty secret', () => {
    const { status, stderr } = run([], {}, '\n');
    expect(status).toBe(1);
    expect(stderr).toContain('is empty');
  });

  it('takes names with quotes, dollars and newlines in policies as data', () => {
    const { status, bodies } = run([], { policies: { admin: `path "a'b" {} # $(touch /tmp/pinout-was-here) \`id\`\n"` } });
    expect(status).toBe(0);
    expect(bodies).toContain(String.raw`{"policy":"path\"a'b\"{}#$(touch/tmp/pinout-was-here)` + '`id`');
  });
});
