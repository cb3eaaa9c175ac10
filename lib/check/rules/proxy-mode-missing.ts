import type { Rule } from '../rule.ts';

/** authentik then takes it for a full proxy. */
export const proxyModeMissing: Rule = {
  code: 'proxy-mode-missing',
  severity: 'error',
  title: 'a proxy provider has no mode',
  *run({ blueprints }) {
    for (const provider of blueprints.of('authentik_providers_proxy.proxyprovider')) {
      if (provider.field('mode').exists) continue;
      yield {
        at: provider.root.get('attrs'),
        message: `the proxy provider ${provider.field('name').text() ?? ''} has no mode`,
        expected: 'mode: forward_single, forward_domain or proxy',
        received: 'nothing',
        why: 'A missing mode counts as proxy, which demands an internal_host, also when the provider is updated.',
        fix: 'write mode: forward_single',
      };
    }
  },
};
