import { defineCluster, groups } from 'pinout';
import { linkding } from '../integrations/linkding.ts';

export default defineCluster({
  name: 'home',
  domain: 'lab.example.org',
  ingressAddress: '192.168.1.30',
  versions: { kubernetes: '1.33', authentik: '2026.2.1', flux: '2.7' },
  edge: { className: 'nginx', clusterIssuer: 'letsencrypt' },
  apps: [linkding({ host: 'links', access: groups('links-users') })],
});
