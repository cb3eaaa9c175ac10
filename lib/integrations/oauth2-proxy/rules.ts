import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import { oauth2ProxiesOf } from './settings.ts';

export const oauth2ProxyRules: readonly Rule[] = [
  {
    code: 'oauth2-proxy-open',
    severity: 'info',
    title: 'oauth2-proxy lets in everyone whom the identity provider knows',
    why: 'Unless the identity provider binds a group to the application, every account may enter.',
    fix: 'add --allowed-group, or bind a group to the application',
    page: {
      symptom: 'People see what is not theirs.',
      cause: '`--email-domain=*` admits every address, and no group is asked for.',
      fix: 'Add `--allowed-group=…` with the scope that carries groups.',
      source: '[oauth2-proxy: configuration](https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview)',
    },
    *find(repository) {
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
        };
      }
    },
  },
  {
    code: 'oauth2-proxy-too-old',
    severity: 'error',
    title: 'this oauth2-proxy can be walked around',
    why: 'A forged X-Forwarded-Uri, or the user agent of a health check, passes without a login.',
    fix: 'use v7.15.2 or newer, and set --trusted-proxy-ip',
    page: {
      symptom: 'Nothing.',
      cause: 'Versions before 7.15.2 can be walked around by a header (GHSA-7x63-xv5r-3p2x) or by a user agent (GHSA-5hvv-m4w4-gf6v).',
      fix: 'Upgrade.',
      source: '[GHSA-7x63-xv5r-3p2x](https://github.com/oauth2-proxy/oauth2-proxy/security/advisories/GHSA-7x63-xv5r-3p2x)',
    },
    *find(repository) {
      for (const { container, flags } of oauth2ProxiesOf(repository)) {
        const numbers = numbersOf(container.tag);
        if (numbers === undefined || flags.size === 0 || compareVersions(numbers, [7, 15, 2]) >= 0) continue;
        yield {
          at: container.imageAt,
          message: `oauth2-proxy ${container.tag} can be walked around`,
          expected: 'v7.15.2 or newer',
          received: container.tag,
        };
      }
    },
  },
];
