import { oauth2ProxiesOf } from '../../integrations/oauth2-proxy/read.ts';
import type { Rule } from '../rule.ts';

/** It filters by nothing. */
export const oauth2ProxyOpen: Rule = {
  code: 'oauth2-proxy-open',
  severity: 'warning',
  title: 'oauth2-proxy lets in everyone whom the identity provider knows',
  *run(repository) {
    const { pairs } = repository;
    const admitted = new Set(pairs.all.filter(({ client }) => client.admitted !== undefined).map(({ login }) => login.container));
    for (const { container, flags, at } of oauth2ProxiesOf(repository)) {
      const domain = flags.get('email-domain') ?? flags.get('email-domains');
      if (domain?.value !== '*' || !flags.has('oidc-issuer-url') || admitted.has(container)) continue;
      if (['allowed-group', 'allowed-groups', 'allowed-role', 'authenticated-emails-file'].some((flag) => flags.has(flag))) continue;
      yield {
        at: domain.at.path === '' ? at : domain,
        message: 'oauth2-proxy lets everyone in: --email-domain=* and no --allowed-group',
        expected: '--allowed-group',
        received: 'none',
        why: 'Unless the identity provider binds a group to the application, every account may enter.',
        fix: 'add --allowed-group, or bind a group to the application',
      };
    }
  },
};
