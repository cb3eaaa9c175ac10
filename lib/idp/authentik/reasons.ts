import { delivery } from '../../delivery/engine.ts';
import type { Reason } from '../../manifest/reason.ts';

/** Why what applies blueprints is written as it is. */
export const authentikReasons: readonly Reason[] = [
  { kind: 'Job', path: Object.keys(delivery.replaced)[0]!, why: 'Jobs are immutable: Flux creates a new one when this changes' },
  { kind: 'Job', path: 'spec.backoffLimit', value: 100, why: 'authentik, its database or a Secret may not be ready yet' },
  { kind: 'Job', path: 'annotations.pinout/blueprint-sha256', why: 'runs the Job again when the blueprint changes' },
  { kind: 'Job', path: 'annotations.pinout/secrets', why: 'runs the Job again when the client secret is rotated' },
];

const provider = 'authentik_providers_oauth2.oauth2provider';
const application = 'authentik_core.application';

/** The same for entries of a blueprint, by their model. */
export const entryReasons: readonly Reason[] = [
  { kind: provider, path: 'attrs.grant_types', why: 'an empty list refuses every login (goauthentik/authentik#20363)' },
  { kind: provider, path: 'attrs.signing_key', why: 'without it authentik signs with the client secret (HS256), which clients refuse' },
  { kind: provider, path: 'attrs.encryption_key', value: null, why: 'with a key, tokens are JWEs, which kube-apiserver refuses' },
  { kind: provider, path: 'attrs.include_claims_in_id_token', value: true, why: 'Grafana and kube-apiserver read groups from the ID token' },
  { kind: application, path: 'attrs.policy_engine_mode', value: 'all', why: 'an extra binding that somebody adds does not widen access' },
];
