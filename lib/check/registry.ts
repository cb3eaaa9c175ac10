// Written by scripts/rules.mjs from the files in rules/. Run: npm run rules
import type { Rule } from './rule.ts';
import { clientIdMismatch } from './rules/client-id-mismatch.ts';
import { clientTypeMismatch } from './rules/client-type-mismatch.ts';
import { clientUnknown } from './rules/client-unknown.ts';
import { grantMissing } from './rules/grant-missing.ts';
import { groupNotAdmitted } from './rules/group-not-admitted.ts';
import { groupRefusedByApp } from './rules/group-refused-by-app.ts';
import { groupUnknown } from './rules/group-unknown.ts';
import { issuerHostUnknown } from './rules/issuer-host-unknown.ts';
import { issuerMismatch } from './rules/issuer-mismatch.ts';
import { issuerNotHttps } from './rules/issuer-not-https.ts';
import { issuerSlashMissing } from './rules/issuer-slash-missing.ts';
import { launchUrlHost } from './rules/launch-url-host.ts';
import { layerDeadlock } from './rules/layer-deadlock.ts';
import { offlineAccessMissing } from './rules/offline-access-missing.ts';
import { publicClientWithoutPkce } from './rules/public-client-without-pkce.ts';
import { redirectMissing } from './rules/redirect-missing.ts';
import { redirectUnused } from './rules/redirect-unused.ts';
import { referenceMissing } from './rules/reference-missing.ts';
import { refreshTokenUnused } from './rules/refresh-token-unused.ts';
import { scopeUnasked } from './rules/scope-unasked.ts';
import { scopeUnmapped } from './rules/scope-unmapped.ts';
import { suppressionInvalid } from './rules/suppression-invalid.ts';
import { unread } from './rules/unread.ts';
import { yamlBroken } from './rules/yaml-broken.ts';

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [
  clientIdMismatch,
  clientTypeMismatch,
  clientUnknown,
  grantMissing,
  groupNotAdmitted,
  groupRefusedByApp,
  groupUnknown,
  issuerHostUnknown,
  issuerMismatch,
  issuerNotHttps,
  issuerSlashMissing,
  launchUrlHost,
  layerDeadlock,
  offlineAccessMissing,
  publicClientWithoutPkce,
  redirectMissing,
  redirectUnused,
  referenceMissing,
  refreshTokenUnused,
  scopeUnasked,
  scopeUnmapped,
  suppressionInvalid,
  unread,
  yamlBroken,
];
