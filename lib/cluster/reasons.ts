import { delivery } from '../delivery/engine.ts';
import type { Reason } from '../manifest/reason.ts';
import { secretReasons } from '../platform/external-secret.ts';
import { storeReasons } from '../platform/secret-store.ts';
import { certificateReasons } from '../platform/certificates/reasons.ts';
import { namespaceReasons } from '../platform/namespaces.ts';
import { workloadReasons } from '../delivery/app-template.ts';

/** Reasons of values that are the same for every app and every identity provider. */
export const reasons: readonly Reason[] = [
  ...delivery.reasons,
  ...namespaceReasons,
  ...secretReasons,
  ...storeReasons,
  ...certificateReasons,
  ...workloadReasons,
];
