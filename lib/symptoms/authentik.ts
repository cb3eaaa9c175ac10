import type { Symptom } from './symptom.ts';

/** What authentik and its outposts say. */
export const authentikSymptoms: readonly Symptom[] = [
  {
    text: 'Major version skips are not allowed. Please upgrade one major version at a time.',
    says: 'authentik, log of server and worker at startup',
    source: 'goauthentik/authentik#24160: lifecycle/migrate.py',
    causes: [
      { cause: 'a release between the version of the database and this one was skipped', see: 'tasks/upgrade' },
      { cause: 'the image has a floating tag and was updated', see: 'tasks/upgrade' },
    ],
    tell: 'git log -p -- dist/*/authentik/helmrelease-authentik.yaml | grep tag:',
  },
  {
    text: 'Redirect URI Error: The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the redirect URI that the app sends is not in redirect_uris of the provider', see: 'redirect-missing' },
      { cause: 'the app assumes http or another host', see: 'grafana-root-url' },
      { cause: 'redirect_uris contains a pattern that does not match', see: 'redirect-invalid' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i "redirect uri"',
  },
  {
    text: "Invalid redirect URI was used. Client used '…'. Allowed redirect URIs are …",
    says: 'authentik, event log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [{ cause: 'the app sends another redirect URI', see: 'redirect-missing' }],
    tell: 'pinout check --only redirect-missing',
  },
  {
    text: 'Client ID Error: The client identifier (client_id) is missing or invalid.',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the client id in the app is not the one of the provider', see: 'client-id-mismatch' },
      { cause: 'the blueprint of the client was not applied', see: 'blueprint-unmounted' },
      { cause: 'the blueprint has no client_id, so authentik generated one', see: 'client-unknown' },
    ],
    tell: 'pinout check --logins',
  },
  {
    text: 'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)',
    says: 'an app, log; authentik returns invalid_client',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the two ends have different client secrets', see: 'secret-mismatch' },
      { cause: 'only one end has a secret', see: 'client-type-mismatch' },
      { cause: 'the app has not read the new secret since it was rotated', see: 'tasks/rotate-a-client-secret' },
    ],
    tell: 'kubectl -n NAMESPACE get secret NAME -o jsonpath="{.data.client-secret}" | sha256sum',
  },
  {
    text: 'invalid_client',
    says: 'an app, log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the two ends have different client secrets', see: 'secret-mismatch' },
      { cause: 'only one end has a secret', see: 'client-type-mismatch' },
      { cause: 'authentik generated the secret', see: 'client-secret-generated' },
    ],
    tell: 'kubectl -n NAMESPACE get secret NAME -o jsonpath="{.data.client-secret}" | sha256sum',
  },
  {
    text: 'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
    says: 'an app, log; authentik returns invalid_grant',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the code was used twice or too late: the clocks differ, or the app has several replicas', see: 'headlamp-replicas' },
      { cause: 'the token request has another redirect URI', see: 'grafana-root-url' },
      { cause: 'the session was ended in authentik', see: 'tasks/authentik' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'invalid_grant',
    says: 'an app, log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the code was used twice or too late', see: 'headlamp-replicas' },
      { cause: 'the refresh token was revoked, or the session ended', see: 'tasks/authentik' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'The request is otherwise malformed',
    says: 'authentik, page or log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [
      { cause: 'the provider does not allow the grant authorization_code', see: 'grant-types-missing' },
      { cause: 'the app requests a response type that authentik does not support', see: 'grant-missing' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'Invalid grant_type for provider',
    says: 'authentik, log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/views/token.py',
    causes: [{ cause: 'grant_types of the provider does not include the grant that the app uses', see: 'grant-missing' }],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'The authorization grant type is not supported by the authorization server',
    says: 'an app, log; authentik returns unsupported_grant_type',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [{ cause: 'grant_types of the provider does not include refresh_token or authorization_code', see: 'grant-missing' }],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'invalid_scope',
    says: 'an app, log',
    source: 'goauthentik/authentik: authentik/providers/oauth2/errors.py',
    causes: [{ cause: 'the provider does not have a scope that the app requests', see: 'scope-unmapped' }],
    tell: 'pinout check --only scope-unmapped',
  },
  {
    text: 'Request has been denied.',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/policies/templates/policies/denied.html',
    causes: [
      { cause: 'the user is not in any group that is bound to the application', see: 'group-not-admitted' },
      { cause: 'a binding is disabled, or its policy refuses', see: 'binding-disabled' },
    ],
    tell: 'pinout check --only group-not-admitted',
  },
  {
    text: 'Permission denied',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/policies/templates/policies/denied.html',
    causes: [
      { cause: 'the user is not in any group that is bound to the application', see: 'group-not-admitted' },
      { cause: 'a binding is disabled, or its policy refuses', see: 'binding-disabled' },
    ],
    tell: 'pinout check --only group-not-admitted',
  },
  {
    text: 'Flow does not apply to current user.',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/flows/exceptions.py',
    causes: [
      { cause: 'the flow of the provider is only for users who are not signed in', see: 'flow-missing' },
      { cause: 'the link was opened twice, or by a user who is already signed in', see: 'tasks/people' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'Secret key missing, check https://docs.goauthentik.io/docs/install-config/',
    says: 'authentik, log at startup',
    source: 'goauthentik/authentik: lifecycle/wait_for_db.py',
    causes: [
      { cause: 'authentik.secret_key is not set, and no Secret contains AUTHENTIK_SECRET_KEY', see: 'authentik-values-unused' },
      { cause: 'the Secret has another key', see: 'variable-key-missing' },
    ],
    tell: 'kubectl -n authentik get secret',
  },
  {
    text: 'Blueprint validation failed',
    says: 'authentik, log of the worker',
    source: 'goauthentik/authentik: authentik/blueprints/v1/importer.py',
    causes: [
      { cause: 'an entry has a field that this version does not know, or lacks a required one', see: 'entry-model-invalid' },
      { cause: 'an entry refers to an object that does not exist yet', see: 'lookup-invalid' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-worker | grep -i "entry invalid"',
  },
  {
    text: 'Entry invalid: …',
    says: 'authentik, log of the worker',
    source: 'goauthentik/authentik: authentik/blueprints/v1/importer.py',
    causes: [
      { cause: 'the entry lacks a field, or has one that this version does not know', see: 'entry-model-invalid' },
      { cause: '!KeyOf names an id that no entry above it has', see: 'keyof-unresolved' },
      { cause: '!Find matched nothing', see: 'lookup-invalid' },
    ],
    tell: 'pinout validate FOLDER',
  },
  {
    text: 'Invalid pk "None" - object does not exist.',
    says: 'authentik, log of a blueprint',
    source: 'encode/django-rest-framework: rest_framework/relations.py',
    causes: [{ cause: 'a !Find in a list found nothing, for example a scope mapping that authentik does not have', see: 'lookup-finds-nothing' }],
    tell: 'pinout check --only lookup-finds-nothing',
  },
  {
    text: 'Invalid blueprint version',
    says: 'authentik, log of the worker',
    source: 'goauthentik/authentik: authentik/blueprints/v1/importer.py',
    causes: [{ cause: 'the version of the blueprint is not 1', see: 'blueprint-version-wrong' }],
    tell: 'pinout validate FOLDER',
  },
  {
    text: 'no app for hostname',
    says: 'outpost, log, and response 400',
    source: 'goauthentik/authentik: internal/outpost/proxyv2/handlers.go',
    causes: [
      { cause: 'the provider is not assigned to an outpost', see: 'proxy-without-outpost' },
      { cause: 'external_host of the provider has another host', see: 'forward-auth-mismatch' },
      { cause: 'the ingress controller does not pass the original host', see: 'forward-auth-forwarded-host' },
    ],
    tell: 'pinout check --only proxy-without-outpost,forward-auth-mismatch',
  },
  {
    text: "Check the outpost settings and make sure '…' is included.",
    says: 'outpost, response 400',
    source: 'goauthentik/authentik: internal/outpost/proxyv2/handlers.go',
    causes: [
      { cause: 'the provider is not assigned to an outpost', see: 'proxy-without-outpost' },
      { cause: 'external_host of the provider has another host', see: 'forward-auth-mismatch' },
    ],
    tell: 'pinout check --only proxy-without-outpost,forward-auth-mismatch',
  },
  {
    text: 'No providers assigned to this outpost, check outpost configuration in authentik',
    says: 'outpost, log',
    source: 'goauthentik/authentik: internal/outpost/ak/api.go',
    causes: [
      { cause: 'the blueprint of the outpost was not applied', see: 'blueprint-job-file' },
      { cause: 'two blueprints set the providers of the outpost, and the last one wins', see: 'outpost-owned-twice' },
    ],
    tell: 'kubectl -n authentik get jobs',
  },
  {
    text: 'failed to connect websocket',
    says: 'outpost, log',
    source: 'goauthentik/authentik: internal/outpost/ak/api_event.go',
    causes: [
      { cause: 'the outpost cannot reach authentik', see: 'hairpin' },
      { cause: 'its token is no longer valid', see: 'proxy-without-outpost' },
    ],
    tell: 'kubectl -n authentik logs deploy/authentik-server | grep -i error',
  },
  {
    text: 'ERR_TOO_MANY_REDIRECTS',
    says: 'browser',
    source: 'chromium/chromium: net/base/net_error_list.h',
    causes: [
      { cause: 'the cookie of the outpost is for another domain', see: 'forward-auth-cookie' },
      { cause: 'the ingress controller calls the outpost by its public host, which is itself behind forward-auth', see: 'forward-auth-public-url' },
      { cause: 'the ingress controller and the app redirect each other between http and https', see: 'nextcloud-https' },
    ],
    tell: 'curl -sSIL --max-redirs 5 https://HOST/',
  },
];
