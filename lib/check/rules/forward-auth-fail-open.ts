import type { Rule } from '../rule.ts';

/** failOpen turns an outage into an open door. */
export const forwardAuthFailOpen: Rule = {
  code: 'forward-auth-fail-open',
  severity: 'error',
  title: 'forward-auth lets everybody in while it does not answer',
  *run({ objects }) {
    for (const object of objects.of('SecurityPolicy')) {
      const open = object.root.get('spec', 'extAuth', 'failOpen');
      if (open.scalar() !== true) continue;
      yield {
        at: open,
        message: `SecurityPolicy/${object.name} lets requests pass while the outpost does not answer`,
        expected: 'failOpen: false, or nothing',
        received: 'failOpen: true',
        why: 'The app behind it has no login of its own: an outage of the outpost opens it to everybody.',
        fix: 'take failOpen away',
      };
    }
  },
};
