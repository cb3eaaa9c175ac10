import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { homepage } from './homepage.ts';

const wrong = (change: Readonly<Record<string, unknown>>, code: string, field: string, fix: string, cluster: object = {}): Invalid => ({
  make: () => clusterWith({ apps: [homepage({ host: 'home', access: everyone(), ...change })], ...cluster }),
  code,
  app: 'homepage',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'homepage-without-access': wrong({ access: undefined }, 'access-missing', 'access', "groups('homepage-users')"),
  'homepage-unknown-discovery': wrong({ discovery: 'docker' }, 'choice-unknown', 'discovery', "'cluster'"),
  'homepage-unknown-file': wrong({ files: { proxmox: {} } }, 'option-unknown', 'files.proxmox', 'remove it'),
  'homepage-services-as-text': wrong({ files: { services: '- Media' } }, 'option-type', 'files.services', 'services: ['),
  'homepage-own-hosts': wrong({ env: { HOMEPAGE_ALLOWED_HOSTS: '*' } }, 'env-twice', 'env.HOMEPAGE_ALLOWED_HOSTS', 'remove it'),
  'homepage-literal-widget-token': wrong({ files: { widgets: [{ authentik: { key: 'a', token: 'hunter2' } }] } }, 'secret-literal', 'widgets.yaml', 'Secret'),
  'homepage-behind-cilium': wrong({}, 'forward-auth-unsupported', 'edge.controller', "'traefik'", {
    edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } },
  }),
};
