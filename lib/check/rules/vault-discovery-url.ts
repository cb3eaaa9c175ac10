import { vaultMethodsOf } from '../../integrations/vault/read.ts';
import type { Rule } from '../rule.ts';

/** It wants the issuer. */
export const vaultDiscoveryUrl: Rule = {
  code: 'vault-discovery-url',
  severity: 'error',
  title: "Vault's discovery URL is the address of the document",
  *run(repository) {
    for (const { config } of vaultMethodsOf(repository)) {
      const url = config?.field('oidc_discovery_url');
      if (!url?.value.includes('/.well-known')) continue;
      yield {
        at: url,
        message: `oidc_discovery_url is ${url.value}`,
        expected: url.value.slice(0, url.value.indexOf('.well-known')),
        received: url.value,
        why: 'Vault adds /.well-known/openid-configuration itself and then asks for a page that does not exist.',
        fix: `write ${url.value.slice(0, url.value.indexOf('.well-known'))}`,
      };
    }
  },
};
