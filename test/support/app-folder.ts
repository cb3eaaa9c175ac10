import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../lib/cli/main.ts';
import { tempFolder } from './temp-folder.ts';

/** A folder with an app file of one Grafana, and the command run on it. */
export interface AppFolder {
  readonly base: string;
  readonly app: string;
  readonly run: (args: readonly string[], env?: Record<string, string>) => Promise<{ code: number; out: string; talk: string; json: Record<string, unknown> }>;
}

/** @param fields source text of more fields of the cluster, for example `secrets: sopsSecrets(),` */
export function appFolder(fields: string): AppFolder {
  const base = tempFolder();
  mkdirSync(join(base, 'apps'));
  const app = join(base, 'apps/main.ts');
  writeFileSync(
    app,
    `import * as pinout from 'pinout';
const { defineCluster, defineClusters, grafana, sopsSecrets, storedSecrets, existingSecrets } = pinout;
const shared = {
  domain: 'home.example.org', ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' },
  apps: [grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admin: ['grafana-admins'] } })],
} as const;
export default ${fields.startsWith('clusters') ? `defineClusters({ ...shared, ${fields} })` : `defineCluster({ ...shared, name: 'home', ${fields} })`};
`,
  );
  return {
    base,
    app,
    async run(args, env = {}) {
      let out = '';
      let talk = '';
      const all = [...args, '--app', app, ...(args[0] === 'synth' ? ['--out', join(base, 'dist')] : [])];
      const code = await main(all, { out: (text) => (out += text), talk: (text) => (talk += text), env: { ...env } });
      return { code, out, talk, json: args.includes('--json') && out !== '' ? (JSON.parse(out) as Record<string, unknown>) : {} };
    },
  };
}

/**
 * A folder for PATH with a `sops` that only plays it: it notes its arguments, and writes a checksum for each value. What it prints has the
 * shape of the real one's output (test/real/sops.test.ts runs that).
 */
export function playedSops(change = ''): string {
  const folder = tempFolder();
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
printf '%s\\n' "$*" >> '${join(folder, 'calls')}'
[ "$1" = --version ] && exit 0
input=$(cat)
printf '%s\\n---\\n' "$input" >> '${join(folder, 'plain')}'
${change}
printf '%s\\n' "$input" | awk '
  /^[^ ]/ { inside = /^stringData:/ }
  inside && /^  / { at = index($0, ": "); value = substr($0, at + 2); gsub(/"/, "", value); sum = "printf %s " value " | cksum"; sum | getline hash; close(sum); sub(/ .*/, "", hash); $0 = substr($0, 1, at) " ENC[AES256_GCM,data:" hash ",type:str]" }
  { print }'
printf 'sops:\\n    mac: ENC[x]\\n    version: 3.13.2\\n'
`;
  writeFileSync(join(folder, 'sops'), script);
  chmodSync(join(folder, 'sops'), 0o755);
  return folder;
}
