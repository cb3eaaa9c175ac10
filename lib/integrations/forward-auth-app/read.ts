import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { forwardAuthEnd, type LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { fileObject } from '../../tree/tree.ts';

/** Reads every guarded host at the edge. `readEnds` leaves out those that the reader of an app has read. */
export function readForwardAuthApp({ tree }: Manifests): LoginEnd[] {
  return readGuardedHosts(tree.documents.map(({ source }) => source)).map((host) => {
    const root = tree.documents.find(({ file }) => file === host.at.file)!.root;
    return forwardAuthEnd('forward-auth-app', fileObject(root), host);
  });
}
