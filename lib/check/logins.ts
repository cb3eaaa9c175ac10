import {
  admittedByRules,
  apiserverArgumentsOf,
  apiserverObject,
  authenticationConfigurationsOf,
  type TrustedIssuer,
  trustedIssuersOf,
} from '../kubernetes/read-apiserver.ts';
import { providersNamed } from '../idp/providers.ts';
import { readEnds } from '../integrations/read-ends.ts';
import { type LoginEnd, oidcEnd } from '../login/login-end.ts';
import type { Logins } from '../repository/repository.ts';
import type { Manifests } from '../tree/manifests.ts';

/** Reads every app's end that can be recognised. */
export function loginsOf(manifests: Manifests): Logins {
  const { containers, tree } = manifests;
  const files = authenticationConfigurationsOf(tree.documents);
  const configurations = files.map(({ root }) => root);
  const configurationTexts = new Map(files.map(({ root, text }) => [root, text]));
  const apiservers = apiserverArgumentsOf(tree.documents, containers);
  const issuers = trustedIssuersOf(configurations, apiservers);
  const ends = readEnds(manifests).flatMap(({ end }) => (end.protocol === 'oidc' ? [end] : []));
  const all = [...ends, ...issuers.map(apiserverLogin)].map((end) => ({ ...end, idps: providersNamed(end) }));
  return { all, configurations, configurationTexts, apiservers, issuers };
}

/** The apiserver asks for nothing: it judges tokens that others got. Only its issuer and audience can agree or not. */
function apiserverLogin(issuer: TrustedIssuer): LoginEnd {
  const object = apiserverObject(issuer);
  const groups = admittedByRules(issuer);
  return oidcEnd({
    app: 'kube-apiserver',
    object: { ...object, namespace: '', name: '' },
    at: issuer.at,
    groups,
    deciders: groups.length > 0 ? [{ what: 'a claimValidationRule', groups, at: groups[0]! }] : undefined,
    clientId: issuer.audiences.length === 1 ? issuer.audiences[0] : undefined,
    issuer: issuer.url,
    usesGroups: issuer.groupsClaim,
    needsVerifiedEmail: issuer.usernameClaim?.value === 'email' ? issuer.usernameClaim : undefined,
  });
}
