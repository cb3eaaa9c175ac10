import type { OidcContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { yamlText } from '../../manifest/yaml-text.ts';
import type { AppEnd } from '../integration.ts';

/** kubectl's end: a user for everybody's kubeconfig. Nothing of it runs in the cluster; what does is kube-apiserver's. */
export function writeKubectl(contract: OidcContract, facts: Facts): AppEnd {
  return {
    objects: [],
    secrets: [],
    apiserverClients: [contract.slug],
    manual: [{ path: `${contract.slug}/kubeconfig.yaml`, text: yamlText(kubeconfig(contract, facts)) }],
  };
}

/** A kubeconfig with one user, to be merged into one's own. */
function kubeconfig(contract: OidcContract, facts: Facts): JsonMap {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    users: [
      {
        name: `${facts.name}-${contract.slug}`,
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'kubectl',
            args: kubeloginArgs(contract, facts),
            installHint: 'kubectl oidc-login is missing: kubectl krew install oidc-login (https://github.com/int128/kubelogin)',
            // The login happens in a browser; standard input stays free for kubectl apply -f -
            interactiveMode: 'Never',
          },
        },
      },
    ],
  };
}

/** Arguments of kubelogin. It asks for openid by itself, and for offline_access only when told (int128/kubelogin#405). */
function kubeloginArgs({ slug, clientId, scopes }: OidcContract, facts: Facts): string[] {
  return [
    'oidc-login',
    'get-token',
    // With its slash: kube-apiserver compares the issuer as text.
    `--oidc-issuer-url=${issuerOf(facts, slug)}`,
    `--oidc-client-id=${clientId}`,
    ...scopes.filter((scope) => scope !== 'openid').map((scope) => `--oidc-extra-scope=${scope}`),
    '--oidc-pkce-method=S256',
  ];
}
