import { type ChildProcess, spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { clusterWith } from '../support/sample.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const tool = 'coredns-kubeadm';
const there = has(tool, ['version'], `cd test/real/coredns && go build -o ~/go/bin/${tool} .`) && has('awk', ['BEGIN{}'], 'apt install mawk');

/** The Corefile of kubeadm (cmd/kubeadm/app/phases/addons/dns/manifests.go). */
const kubeadm = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;
const auth = 'auth.home.example.org';

/** What the cluster's script makes of a Corefile. */
function edited(
  mode: string,
  corefile: string,
  change: Readonly<Record<string, unknown>> = {},
): { status: number | null | undefined; stdout: string; stderr: string } {
  const script = clusterWith({ dns: { mode }, ...change }).manual.find(({ path }) => path === 'dns/coredns.sh')!.text;
  return run('sh', ['-c', script, 'coredns.sh', '--print'], corefile);
}

const migrated = (corefile: string, from = '1.11.1', to = '1.14.2') => {
  const file = join(tempFolder(), 'Corefile');
  writeFileSync(file, corefile);
  return run(tool, ['migrate', from, to, file]);
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

/** Runs CoreDNS with a Corefile and asks it; what it forwards reaches a second server that stands for public DNS. */
async function asked<T>(corefile: string, ask: (resolver: Resolver) => Promise<T>): Promise<T> {
  // Somebody else may take a port between our look and its start, over UDP or TCP: then again with others.
  for (let attempt = 1; ; attempt++) {
    const { server, resolver } = await started(corefile);
    try {
      if (await answers(server, resolver)) return await ask(resolver);
    } finally {
      server.kill();
    }
    if (attempt === 5) throw new Error('CoreDNS does not start: see its output above');
  }
}

async function started(corefile: string): Promise<{ server: ChildProcess; resolver: Resolver }> {
  const [port, world] = [await freePort(), await freePort()];
  const file = join(tempFolder(), 'Corefile');
  const inside = corefile
    .replace('.:53 {', `.:${port} {\n    bind 127.0.0.1`)
    .replace('forward . /etc/resolv.conf', `forward . 127.0.0.1:${world}`)
    // Ports of the host that others may hold.
    .replace(/ {4}health \{[^}]*\}\n {4}ready\n/, '')
    .replace('prometheus :9153', 'prometheus 127.0.0.1:0')
    .replace('    loop\n', '');
  const outside = `.:${world} {\n    bind 127.0.0.1\n    hosts {\n        203.0.113.9 ${auth} grafana.home.example.org example.com xauth.home.example.org\n    }\n}\n`;
  writeFileSync(file, inside + outside);
  const server = spawn(join(homedir(), 'go', 'bin', tool), ['serve', file], {
    env: { ...process.env, SERVICE: 'traefik.traefik.svc.cluster.local' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const resolver = new Resolver({ timeout: 500, tries: 2 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return { server, resolver };
}

/** Whether it answers within half a minute; at once false when it has ended. */
async function answers(server: ChildProcess, resolver: Resolver): Promise<boolean> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries++) {
    try {
      await resolver.resolve4('example.com');
      return true;
    } catch {
      await sleep(100);
    }
  }
  return false;
}
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'answered').catch((error: unknown) => (error as { code: string }).code);

describe.skipIf(!there)('the lines for CoreDNS', () => {
  it.each([
    ['coredns-rewrite', '10.96.7.7'],
    ['coredns-hosts', '192.168.1.30'],
  ])('make real CoreDNS answer inside for the hosts of the cluster, and for nothing else (%s)', async (mode, address) => {
    expect(await asked(kubeadm, (dns) => dns.resolve4(auth))).toEqual(['203.0.113.9']);
    const { stdout, status } = edited(mode, kubeadm);
    expect(status).toBe(0);
    await asked(stdout, async (dns) => {
      expect(await dns.resolve4(auth)).toEqual([address]);
      expect(await dns.resolve4('grafana.home.example.org')).toEqual([address]);
      // No second address family that leads outside.
      expect(await codeOf(dns.resolve6(auth))).toBe('ENODATA');
      expect(await dns.resolve4('example.com')).toEqual(['203.0.113.9']);
      // `exact` means the whole name.
      expect(await dns.resolve4('xauth.home.example.org')).toEqual(['203.0.113.9']);
    });
  });

  it.each(['coredns-rewrite', 'coredns-hosts'])('are the same after a second run, and follow a change of the hosts (%s)', (mode) => {
    const once = edited(mode, kubeadm).stdout;
    expect(edited(mode, once).stdout).toBe(once);
    const moved = edited(mode, once, { ingressAddress: '192.168.1.31', idp: { host: 'login' } });
    if (mode === 'coredns-rewrite') expect(moved.stdout).not.toContain(auth);
    // The other way round there is nothing left of the first.
    expect(edited(mode === 'coredns-rewrite' ? 'coredns-hosts' : 'coredns-rewrite', once).stdout).not.toContain(
      mode === 'coredns-rewrite' ? 'rewrite' : 'hosts {',
    );
  });

  it.each(['coredns-rewrite', 'coredns-hosts'])('survive the migration of kubeadm upgrade, and are still recognised after it (%s)', (mode) => {
    const once = edited(mode, kubeadm).stdout;
    const { status, stdout, stderr } = migrated(once);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const line of once.split('\n').filter((one) => one.includes('home.example.org'))) expect(stdout.replaceAll(/ +/g, ' ')).toContain(line.trim());
    expect(edited(mode, stdout).stdout.match(/ auth\.home\.example\.org/g)).toHaveLength(1);
  });

  it('are of the plugins that the migration knows: with template it would stop', () => {
    const { status, stderr } = migrated(kubeadm.replace('    loop\n', '    template IN A example.org {\n        rcode NXDOMAIN\n    }\n    loop\n'));
    expect(status).toBe(1);
    expect(stderr).toContain('template');
  });

  it('are not put beside a hosts block of somebody else, nor into a Corefile of another form', () => {
    const foreign = kubeadm.replace('    loop\n', '    hosts {\n        10.0.0.1 nas.example.net\n        fallthrough\n    }\n    loop\n');
    expect(edited('coredns-hosts', foreign)).toMatchObject({ status: 4, stderr: expect.stringContaining('by hand') as string });
    const beside = edited('coredns-rewrite', foreign);
    expect(beside.status).toBe(0);
    expect(beside.stdout).toContain('10.0.0.1 nas.example.net');
    expect(edited('coredns-rewrite', kubeadm.replace('.:53', 'example.org:53'))).toMatchObject({ status: 3 });
  });
});
