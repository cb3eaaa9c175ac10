import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apiserverProbe } from '../../lib/kubernetes/apiserver-readme.ts';
import { tempFolder } from '../support/temp-folder.ts';

const possible = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0 && spawnSync('nsenter', ['--version']).status === 0;
if (!possible) console.warn('the probe of kube-apiserver is not run: it needs Linux, root, unshare and nsenter');

describe.skipIf(!possible)('the probe of kube-apiserver', () => {
  it('sees the hosts file of the process, and leaves those of the node as they are', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'hosts'), '192.0.2.7 auth.home.example.org\n');
    const ready = join(folder, 'ready');
    const other = spawn('unshare', ['--mount', 'sh', '-c', `mount --bind ${folder}/hosts /etc/hosts; touch ${ready}; exec sleep 60`]);
    onTestFinished(() => void other.kill('SIGKILL'));
    await expect.poll(() => existsSync(ready)).toBe(true);
    const before = readFileSync('/etc/hosts', 'utf8');
    const [, line] = apiserverProbe(['https://auth.home.example.org/x']) as [string, string];
    expect(line).toMatch(/ nsenter --net=\/proc\/\$pid\/ns\/net curl .* https:\/\/auth\.home\.example\.org\/x"$/);
    const script = line.replace(/^sudo /, '').replace(/curl .*"$/, 'cat /etc/hosts"');
    const { stdout, stderr } = spawnSync('sh', ['-c', `pid=${other.pid}\n${script}`], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '192.0.2.7 auth.home.example.org\n', stderr: '' });
    expect(readFileSync('/etc/hosts', 'utf8')).toBe(before);
  });
});
