import type { Symptom } from './symptom.ts';

/** What secret stores, certificate authorities, databases and authentik itself say of each other. */
export const serviceSymptoms: readonly Symptom[] = [
  {
    text: 'cannot read secret data from Vault: …',
    says: 'External Secrets, status of an ExternalSecret',
    source: 'external-secrets/external-secrets: providers/v1/vault/client_get.go',
    causes: [
      { cause: '403: the policy of its role does not allow this path; in kv version 2 the path contains data/', see: 'secret-store-denied' },
      { cause: '404: there is nothing at this path', see: 'secret-source-missing' },
      { cause: 'Vault is sealed', see: 'apps/vault' },
    ],
    tell: 'kubectl -n vault exec vault-0 -- vault status; kubectl describe clustersecretstore',
  },
  {
    text: 'could not get provider client: …',
    says: 'External Secrets, status of a SecretStore',
    source: 'external-secrets/external-secrets: pkg/controllers/secretstore/common.go',
    causes: [
      { cause: 'the login at the store fails: role, service account or address is wrong', see: 'secret-store-denied' },
      { cause: 'the store is not running yet', see: 'bootstrap-stuck' },
    ],
    tell: 'kubectl describe clustersecretstore',
  },
  {
    text: 'This call has not been granted',
    says: 'cert-manager, event of a Challenge; the API of OVH',
    source: 'ovh/python-ovh: README.rst',
    causes: [
      { cause: 'the consumer key lacks the rights on /domain/zone/*', see: 'tasks/certificates' },
      { cause: 'the three keys are of different applications, or in the wrong fields', see: 'ovh-consumer-key' },
    ],
    tell: 'kubectl describe challenge -A',
  },
  {
    text: 'OVH API call failed: …',
    says: 'cert-manager, event of a Challenge',
    source: 'aureq/cert-manager-webhook-ovh: main.go',
    causes: [
      { cause: 'the consumer key lacks the rights on /domain/zone/*, or is not validated', see: 'tasks/certificates' },
      { cause: 'a key is in the wrong field', see: 'ovh-consumer-key' },
      { cause: 'the zone belongs to another account or endpoint', see: 'dns-webhook-mismatch' },
    ],
    tell: 'kubectl describe challenge -A',
  },
  {
    text: 'Error presenting challenge: …',
    says: 'cert-manager, event of a Challenge',
    source: 'cert-manager/cert-manager: pkg/controller/acmechallenges/sync.go',
    causes: [
      { cause: 'the webhook of the DNS provider is not installed, or has another group name', see: 'dns-webhook-mismatch' },
      { cause: 'its credentials are wrong', see: 'ovh-consumer-key' },
    ],
    tell: 'kubectl describe challenge -A; kubectl get apiservices | grep acme',
  },
  {
    text: 'ACME server URL host and ACME private key registration host differ. Re-checking ACME account registration',
    says: 'cert-manager, log',
    source: 'cert-manager/cert-manager: pkg/issuer/acme/setup.go',
    causes: [
      {
        cause: 'the issuer was switched from staging to production with the same privateKeySecretRef: cert-manager registers again on its own',
        see: 'tasks/certificates',
      },
    ],
    tell: 'kubectl describe clusterissuer',
  },
  {
    text: 'Invalid response from …/.well-known/acme-challenge/…',
    says: "Let's Encrypt, status of a Challenge",
    source: 'letsencrypt/boulder: va/http.go',
    causes: [
      { cause: 'port 80 is forwarded to something else, or forward-auth answers the request', see: 'http01-issuer' },
      { cause: 'the name resolves to another address from outside', see: 'tasks/dns' },
    ],
    tell: 'kubectl describe challenge -A',
  },
  {
    text: 'password authentication failed for user "…"',
    says: 'PostgreSQL, log of authentik or an app',
    source: 'postgres/postgres: src/backend/libpq/auth.c',
    causes: [
      { cause: 'the database was created with another password: the Secret changed, or the volume is older', see: 'generated-secret-changes' },
      { cause: 'two Secrets have different passwords', see: 'secret-mismatch' },
    ],
    tell: 'kubectl -n authentik logs authentik-postgresql-0 | tail',
  },
  {
    text: 'PostgreSQL connection failed, retrying... …',
    says: 'authentik, log',
    source: 'goauthentik/authentik: lifecycle/wait_for_db.py',
    causes: [
      { cause: 'the database is not running yet, or its name is wrong', see: 'tasks/authentik' },
      { cause: 'the password is wrong', see: 'generated-secret-changes' },
      { cause: 'a NetworkPolicy blocks outgoing connections of authentik', see: 'network-policy-differs' },
    ],
    tell: 'kubectl -n authentik get pods',
  },
  {
    text: 'Failed to fetch outpost configuration, retrying in 3 seconds',
    says: 'authentik, log of an outpost',
    source: 'goauthentik/authentik: internal/outpost/ak/api.go',
    causes: [
      { cause: '403: AUTHENTIK_TOKEN belongs to another outpost, or was replaced', see: 'tasks/authentik' },
      { cause: 'the pod cannot reach AUTHENTIK_HOST', see: 'hairpin' },
    ],
    tell: 'kubectl -n authentik logs deploy/NAME | tail',
  },
  {
    text: 'CSRF verification failed. Request aborted.',
    says: 'authentik, page',
    source: 'django/django: django/views/csrf.py',
    causes: [
      { cause: 'the proxy does not pass Host or X-Forwarded-Proto', see: 'issuer-not-https' },
      { cause: 'a cookie from another sign-in: try a private window', see: 'tasks/authentik' },
    ],
    tell: 'curl -sSI https://AUTHENTIK/ | head',
  },
  {
    text: 'Origin checking failed - … does not match any trusted origins.',
    says: 'authentik, page or log',
    source: 'django/django: django/middleware/csrf.py',
    causes: [{ cause: 'authentik sees http: since 2026.8 it accepts X-Forwarded-Proto only from trusted proxies', see: 'issuer-not-https' }],
    tell: 'kubectl -n authentik exec deploy/authentik-server -- printenv AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS',
  },
];
