import { boolean, into, list, object, string, strings } from './shapes.mjs';

/** Files of kube-apiserver and kubectl. @type {(readonly [string, import('./shapes.mjs').Schema])[]} */
export const apiserverKinds = [];
const kind = into(apiserverKinds);

// k8s.io/apiserver, pkg/apis/apiserver. What is required, and the rules across fields, stand in lib/kubernetes.
for (const version of ['v1alpha1', 'v1beta1', 'v1']) {
  const prefixed = object({ claim: string, prefix: string, expression: string });
  kind(`apiserver.config.k8s.io/${version}`, 'AuthenticationConfiguration', {
    jwt: list(
      object({
        issuer: object({
          url: string,
          discoveryURL: string,
          certificateAuthority: string,
          audiences: strings,
          audienceMatchPolicy: string,
          egressSelectorType: string,
        }),
        claimValidationRules: list(object({ claim: string, requiredValue: string, expression: string, message: string })),
        claimMappings: object({
          username: prefixed,
          groups: prefixed,
          uid: object({ claim: string, expression: string }),
          extra: list(object({ key: string, valueExpression: string })),
        }),
        userValidationRules: list(object({ expression: string, message: string })),
      }),
    ),
    anonymous: object({ enabled: boolean, conditions: list(object({ path: string })) }),
  });
}
