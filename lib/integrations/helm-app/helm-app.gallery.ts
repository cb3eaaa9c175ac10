import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { helmApp } from './helm-app.ts';
import type { HelmAppOptions } from './options.ts';

const made = (change: Readonly<Record<string, unknown>>) => () =>
  clusterWith({
    apps: [
      helmApp({ name: 'podinfo', chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' }, ...change } as unknown as HelmAppOptions),
    ],
  });

export const gallery: Readonly<Record<string, Invalid>> = {
  'helm-app-outside-domain': {
    make: made({ host: 'podinfo.example.com' }),
    code: 'host-outside-domain',
    app: 'podinfo',
    field: 'host',
    fix: "host: 'podinfo'",
  },
  'helm-app-namespace-with-dot': { make: made({ namespace: 'a.b' }), code: 'name-invalid', app: 'podinfo', field: 'namespace', fix: 'namespace' },
  'helm-app-with-literal-password': {
    make: made({ values: { auth: { password: 'hunter2' } } }),
    code: 'secret-literal',
    app: 'podinfo',
    field: 'auth.password',
    fix: 'Secret',
  },
};
