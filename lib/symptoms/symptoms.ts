import { apiserverSymptoms } from './apiserver.ts';
import { appSymptoms } from './apps.ts';
import { authentikSymptoms } from './authentik.ts';
import { browserSymptoms } from './browser.ts';
import { clusterSymptoms } from './cluster.ts';
import { dayTwoSymptoms } from './day-two.ts';
import { librarySymptoms } from './libraries.ts';
import { moreAppSymptoms } from './more-apps.ts';
import { moreClusterSymptoms } from './more-cluster.ts';
import { networkSymptoms } from './network.ts';
import { otherProviderSymptoms } from './other-providers.ts';
import { proxySymptoms } from './proxies.ts';
import { refusedTokenSymptoms } from './tokens-refused.ts';
import { serviceSymptoms } from './services.ts';
import { signInSymptoms } from './sign-in.ts';
import type { Symptom } from './symptom.ts';
import { tokenSymptoms } from './tokens.ts';

/** Messages by the heading under which docs/symptoms.md lists them. */
export const symptomGroups: readonly { readonly heading: string; readonly symptoms: readonly Symptom[] }[] = [
  { heading: 'kube-apiserver, kubectl, kubelogin', symptoms: apiserverSymptoms },
  { heading: 'The identity provider cannot be reached', symptoms: networkSymptoms },
  { heading: 'Browsers, and proxies in front of an app', symptoms: browserSymptoms },
  { heading: 'Tokens, codes and cookies', symptoms: tokenSymptoms },
  { heading: 'Users and clients that are refused', symptoms: refusedTokenSymptoms },
  { heading: 'Authelia, Dex, Kanidm, Keycloak, Pocket ID, Zitadel', symptoms: otherProviderSymptoms },
  { heading: 'Libraries that apps log in with', symptoms: librarySymptoms },
  { heading: 'authentik and its outposts', symptoms: authentikSymptoms },
  { heading: 'oauth2-proxy, mod_auth_openidc, Envoy, outposts', symptoms: proxySymptoms },
  { heading: 'Second factor, recovery and user data', symptoms: signInSymptoms },
  { heading: 'Grafana, Vault, Nextcloud, Headlamp', symptoms: appSymptoms },
  { heading: 'Vaultwarden, FreshRSS, Actual Budget, Miniflux, homepage, oauth2-proxy', symptoms: moreAppSymptoms },
  { heading: 'Flux, External Secrets, cert-manager, Kubernetes, ingress controllers', symptoms: clusterSymptoms },
  { heading: 'External Secrets, SOPS, Flux, cert-manager, kubectl', symptoms: moreClusterSymptoms },
  { heading: 'After an upgrade, a rename, a restore or a move', symptoms: dayTwoSymptoms },
  { heading: 'Secret stores, certificate authorities, databases', symptoms: serviceSymptoms },
];

/** Every message, in the order of the page. */
export const symptoms: readonly Symptom[] = symptomGroups.flatMap((group) => group.symptoms);
