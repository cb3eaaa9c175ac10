import { expect, it } from 'vitest';
import { grafana } from '../../lib/index.ts';

/** `npm run typecheck` judges these: the line below an `@ts-expect-error` has to be wrong. */
it('a role that the app does not know is no TypeScript', () => {
  // @ts-expect-error Admn is no role of Grafana
  expect(grafana({ host: 'grafana', namespace: 'monitoring', roles: { Admn: ['grafana-admins'] } }).name).toBe('grafana');
});
