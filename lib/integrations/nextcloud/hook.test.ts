import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterWith } from '../../../test/support/sample.ts';
import { tempFolder } from '../../../test/support/temp-folder.ts';
import { groups } from '../../contract/access.ts';
import { loginHook } from './hook.ts';
import { nextcloud } from './nextcloud.ts';

/** Shells that could run the hook: the images have dash, or busybox. */
const shells = [['sh'], ['busybox', 'sh'], ['bash', '--posix']].filter(([command, ...args]) => spawnSync(command!, [...args, '-c', ':']).status === 0);

/** A `php` that writes down how it was called. */
const stub = String.raw`#!/bin/sh
for word in "$@"; do printf '[%s]' "$word"; done >>"$CALLS/calls"
echo >>"$CALLS/calls"
case "$*" in
  *app:enable*) [ ! -e "$CALLS/nostore" ] || { echo 'Could not download app user_oidc' >&2; exit 1; } ;;
  *user_oidc:provider*) [ ! -e "$CALLS/refused" ] || { echo 'no' >&2; exit 1; } ;;
esac
exit 0
`;

describe.each(shells)('the hook in %s %s', (...words) => {
  const [shell, ...flags] = words.filter((word): word is string => word !== undefined);
  const run = (marks: readonly string[] = [], options: Readonly<Record<string, unknown>> = {}) => {
    const folder = tempFolder();
    for (const one of ['bin', 'calls']) mkdirSync(join(folder, one));
    for (const mark of marks) writeFileSync(join(folder, 'calls', mark), '');
    writeFileSync(join(folder, 'bin', 'php'), stub, { mode: 0o755 });
    writeFileSync(join(folder, 'helm.sh'), loginHook);
    const cluster = clusterWith({ apps: [nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family'), ...options })] });
    const release = cluster.apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as {
      values: { nextcloud: { extraEnv: { name: string; value?: string }[] } };
    };
    const env = Object.fromEntries(release.values.nextcloud.extraEnv.map(({ name, value }) => [name, value ?? 'hunter2-secret']));
    const result = spawnSync(shell!, [...flags, join(folder, 'helm.sh')], {
      encoding: 'utf8',
      env: { ...env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, CALLS: join(folder, 'calls') },
    });
    const calls = join(folder, 'calls', 'calls');
    return { ...result, calls: existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [] };
  };

  it('is legal', () => {
    expect(spawnSync(shell!, [...flags, '-n'], { input: loginHook, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });

  it('enables the app, writes the provider with every setting, and keeps the local form', () => {
    const { status, calls, stderr } = run();
    expect(stderr).toBe('pinout: the login through authentik is set up.\n');
    expect(status).toBe(0);
    const occ = '[/var/www/html/occ][--no-interaction]';
    expect(calls).toEqual([
      `${occ}[app:enable][user_oidc]`,
      `${occ}[user_oidc:provider][authentik][--clientid=nextcloud][--clientsecret-env=PINOUT_OIDC_CLIENT_SECRET]` +
        '[--discoveryuri=https://auth.home.example.org/application/o/nextcloud/.well-known/openid-configuration][--scope=openid profile email groups]' +
        '[--postlogouturi=https://cloud.home.example.org/][--unique-uid=0][--check-bearer=0][--bearer-provisioning=0][--send-id-token-hint=0]' +
        '[--mapping-uid=preferred_username][--mapping-display-name=name][--mapping-email=email][--mapping-groups=groups][--group-provisioning=1]' +
        '[--group-whitelist-regex=/^(?:family)$/D][--group-restrict-login-to-whitelist=1]',
      `${occ}[config:app:set][user_oidc][allow_multiple_user_backends][--value=1][--type=string]`,
    ]);
  });

  it('starts the server without the login when the app store is not there, and says how to sign in', () => {
    const { status, calls, stderr } = run(['nostore']);
    expect(status).toBe(0);
    expect(calls).toHaveLength(1);
    expect(stderr).toContain('/login?direct=1');
  });

  it('fails when the provider is refused', () => {
    const { status, stderr } = run(['refused']);
    expect(status).toBe(1);
    expect(stderr).toContain('refused the provider');
  });

  it('shows the client secret nowhere', () => {
    const { calls, stdout, stderr } = run();
    expect([...calls, stdout, stderr].join('\n')).not.toContain('hunter2');
  });

  it('takes any legal name of a group as data', () => {
    const { status, calls } = run([], { access: groups('Küche + Bad', 'a/b.c @ d-e') });
    expect(status).toBe(0);
    expect(calls[1]).toContain(String.raw`[--group-whitelist-regex=/^(?:Küche \+ Bad|a\/b\.c @ d-e)$/D]`);
  });
});
