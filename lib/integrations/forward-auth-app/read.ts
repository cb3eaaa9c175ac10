import { guardsOf } from '../../edge/guards.ts';
import { forwardAuthEnd, type LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** Reads every guarded host at the edge. `readEnds` leaves out those that the reader of an app has read. */
export function readForwardAuthApp(manifests: Manifests): LoginEnd[] {
  return guardsOf(manifests).all.map(({ host, edge }) => forwardAuthEnd('forward-auth-app', edge.object, host));
}
