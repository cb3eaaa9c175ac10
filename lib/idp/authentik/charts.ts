import type { Reader } from '../../manifest/reader.ts';
import { type Charts, type MisplacedValue, portOf } from '../../repository/chart-facts.ts';
import { isAtLeast, rangeOf } from '../../tree/version-range.ts';

/** Where the values of 2023.10 went: https://docs.goauthentik.io/releases/2024.2/#manual-action-is-required-helm-chart */
const moved: Readonly<Record<string, string>> = {
  image: 'global.image',
  env: 'global.env',
  envFrom: 'global.envFrom',
  envValueFrom: 'global.env',
  ingress: 'server.ingress',
  service: 'server.service',
  replicas: 'server.replicas and worker.replicas',
  volumes: 'server.volumes or worker.volumes',
  volumeMounts: 'server.volumeMounts or worker.volumeMounts',
  initContainers: 'server.initContainers or worker.initContainers',
};

/** What a template takes for given: neither empty nor false. */
const isGiven = (found: Reader): boolean => found.items().length > 0 || !['', 'false', '0', 'null'].includes(String(found.scalar() ?? ''));

const isMap = (found: Reader): boolean => found.keys().length > 0;

const misplaced: readonly MisplacedValue[] = [
  // goauthentik/helm charts/authentik/templates/deprectations.yaml
  ...Object.entries(moved).map(([key, instead]) => ({ at: [key], instead, since: [2024, 2], refused: true as const, when: isGiven })),
  // goauthentik/helm charts/authentik/templates/server/deployment.yaml: concat takes lists alone
  ...['global', 'server', 'worker'].flatMap((part) =>
    ['env', 'envFrom'].map((key) => ({ at: [part, key], instead: `a list in ${part}.${key}`, since: [2024, 2], refused: true as const, when: isMap })),
  ),
];

/** authentik's chart. authentik itself makes Services for its outposts. */
export const authentikCharts: Charts = {
  authentik: {
    // Before 2024.2, one Service had the name of the release (goauthentik/helm, charts/authentik/templates/service.yaml of 2023.10).
    services: (name, { get, version }) =>
      isAtLeast(rangeOf(version?.text()), [2024, 2]) === false
        ? [[name, [portOf(get('service', 'port'), 80), 9100]]]
        : [[`${name}-server`, [portOf(get('server', 'service', 'servicePortHttp'), 80), portOf(get('server', 'service', 'servicePortHttps'), 443)]]],
    makes: ['ak-outpost-'],
    misplaced,
    topKeys: ['server', 'worker', 'postgresql', 'redis', 'blueprints', ...Object.keys(moved)],
  },
};
