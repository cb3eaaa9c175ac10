import type { Symptom } from './symptom.ts';

/** What is seen of a second factor, of recovery, and of an app that gets too little of a person. */
export const signInSymptoms: readonly Symptom[] = [
  {
    text: 'No (allowed) MFA authenticator configured.',
    says: 'authentik, page',
    source: 'goauthentik/authentik: authentik/stages/authenticator_validate/stage.py',
    causes: [
      { cause: 'the stage is set to deny, and the user has no device: use configure to let users set one up', see: 'tasks/sign-in' },
      { cause: 'the stage does not allow the kind of device that the user has (device_classes)', see: 'tasks/sign-in' },
    ],
    tell: 'pinout check PATH --only second-factor-incomplete,second-factor-unbound',
  },
  {
    text: 'When "Not configured action" is set to "Configure", you must set a configuration stage.',
    says: 'authentik, log of a blueprint',
    source: 'goauthentik/authentik: authentik/stages/authenticator_validate/api.py',
    causes: [{ cause: 'configuration_stages is missing or empty', see: 'second-factor-incomplete' }],
    tell: 'pinout check PATH --only second-factor-incomplete',
  },
  {
    text: 'Authenticator validation stage is set to configure user but no configuration flow is set.',
    says: 'authentik, events',
    source: 'goauthentik/authentik: authentik/stages/authenticator_validate/stage.py',
    causes: [{ cause: 'configuration_stages is empty, so users without a device cannot sign in', see: 'second-factor-incomplete' }],
    tell: 'pinout check PATH --only second-factor-incomplete',
  },
  {
    text: 'No recovery flow set.',
    says: 'authentik, page of a user',
    source: 'goauthentik/authentik: authentik/core/api/users.py',
    causes: [{ cause: 'the brand has no recovery flow: idp.signIn.recovery creates one', see: 'tasks/sign-in' }],
    tell: 'open authentik in a private window: the password page has no "Forgot password?"',
  },
  {
    text: "Provider didn't return an email address",
    says: 'Grafana, page; [auth.oauth.email.missing] in its log',
    source: 'grafana/grafana: pkg/services/authn/clients/oauth.go',
    causes: [
      { cause: 'the scope email is not requested, or not mapped', see: 'scope-unmapped' },
      { cause: 'the user has no e-mail address in authentik', see: 'tasks/people' },
    ],
    tell: 'pinout explain --for APP < token',
  },
  {
    text: 'Provided state does not match stored state',
    says: 'Grafana, page; [auth.oauth.state.invalid] in its log',
    source: 'grafana/grafana: pkg/services/authn/clients/oauth.go',
    causes: [
      { cause: 'the sign-in was started twice, in two tabs', see: 'apps/grafana' },
      { cause: 'the Grafana replicas have different secret keys, or the client secret changed in between', see: 'tasks/rotate-a-client-secret' },
    ],
    tell: 'kubectl -n monitoring get pods -l app.kubernetes.io/name=grafana',
  },
  {
    text: 'role_attribute_path not set and role_attribute_strict is set',
    says: 'Grafana, log',
    source: 'grafana/grafana: pkg/login/social/connectors/social_base.go',
    causes: [{ cause: 'role_attribute_strict without an expression refuses everyone', see: 'grafana-role-path-missing' }],
    tell: 'pinout check PATH --only grafana-role-path-missing',
  },
  {
    text: 'unexpected signature algorithm "HS256"; expected ["…"]',
    says: 'Vault, Miniflux, oauth2-proxy and other programs in Go, log',
    source: 'go-jose/go-jose: jws.go',
    causes: [{ cause: 'the provider has no signing key, so authentik signs with the client secret', see: 'signing-key-missing' }],
    tell: 'pinout explain < token',
  },
  {
    text: 'openid-setup-failed',
    says: 'Actual Budget, page',
    source: 'actualbudget/actual: packages/sync-server/src/accounts/openid.ts',
    causes: [
      { cause: 'the Actual pod cannot reach authentik', see: 'hairpin' },
      { cause: 'the discovery URL is wrong', see: 'issuer-mismatch' },
    ],
    tell: 'kubectl -n actual-budget logs deploy/actual-budget | grep "Error setting up OpenID client"',
  },
  {
    text: 'invalid-or-expired-state',
    says: 'Actual Budget, page',
    source: 'actualbudget/actual: packages/sync-server/src/accounts/openid.ts',
    causes: [{ cause: 'the sign-in took longer than five minutes, or was started before a restart', see: 'apps/actual-budget' }],
    tell: 'sign in once more',
  },
];
