import { defineCluster, ovh } from 'pinout';
import { budget } from './actual-budget.ts';
import { news } from './freshrss.ts';
import { monitoring } from './grafana.ts';
import { dashboard } from './headlamp.ts';
import { start } from './homepage.ts';
import { shell } from './kubectl.ts';
import { rss } from './miniflux.ts';
import { cloud } from './nextcloud.ts';
import { podinfo } from './podinfo.ts';
import { store } from './vault.ts';
import { passwords } from './vaultwarden.ts';
import { headers } from './whoami.ts';

export default defineCluster({
  name: 'home',
  domain: 'home.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik' },
  dns: { mode: 'pihole' },
  certificates: { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) },
  monitoring: { app: 'grafana' },
  apiserver: { rollout: 'daemonset' },
  apps: [monitoring, dashboard, shell, store, cloud, budget, news, start, rss, podinfo, passwords, headers],
});
