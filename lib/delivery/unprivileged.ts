import type { JsonMap } from '../manifest/manifest.ts';

/** A pod of one user that is not root, whose volumes belong to it. */
export const unprivilegedPod = (user: number): JsonMap => ({
  securityContext: {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
});

/** A container that can become nobody else. */
export const unprivileged: JsonMap = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
