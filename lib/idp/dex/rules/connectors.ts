import type { Rule } from '../../../repository/rule.ts';
import { known } from '../../../tree/known.ts';
import { hostTextOf } from '../../../tree/opaque.ts';
import { settingsWith } from '../../settings.ts';

/** dexidp/dex server/server.go, ConnectorsConfig and LocalConnector */
const types: ReadonlySet<string> = new Set([
  'keystone',
  'mockCallback',
  'mockPassword',
  'ldap',
  'gitea',
  'github',
  'gitlab',
  'google',
  'oidc',
  'oauth',
  'saml',
  'samlExperimental',
  'authproxy',
  'linkedin',
  'microsoft',
  'bitbucket-cloud',
  'openshift',
  'atlassian-crowd',
  'local',
]);

/** dexidp/dex cmd/dex/config.go, Config: in what has other keys, connectors may be those of another program. */
const ofDex: ReadonlySet<string> = new Set([
  'issuer',
  'storage',
  'web',
  'telemetry',
  'oauth2',
  'grpc',
  'expiry',
  'frontend',
  'logger',
  'connectors',
  'staticClients',
  'enablePasswordDB',
  'staticPasswords',
]);

export const dexConnectorsRules: readonly Rule[] = [
  {
    code: 'dex-connector-broken',
    severity: 'error',
    needs: [],
    title: 'a connector of Dex cannot work',
    why: 'Dex offers no sign-in by a connector that it cannot open, or the provider behind it sends users to a page that Dex does not have.',
    symptom: '`unknown connector type`, or 404 from Dex after the sign-in.',
    cause:
      'The `type` of a connector is the name of a product that Dex reaches as `oidc`, or its `redirectURI` is not the issuer of Dex with `/callback` behind it.',
    fix: 'write a type that Dex has (for Keycloak, authentik, Zitadel and others `oidc`), and ISSUER/callback as redirectURI, here and at the provider',
    source: '[dexidp/dex: ConnectorsConfig](https://github.com/dexidp/dex/blob/master/server/server.go), [Dex: connectors](https://dexidp.io/docs/connectors/)',
    *find(repository) {
      for (const { root, found } of settingsWith(repository, 'dex', 'connectors')) {
        const connectors = found.items();
        if (!root.keys().every((key) => ofDex.has(key)) || !connectors.every((one) => one.get('type').exists && one.get('id').exists && one.get('name').exists))
          continue;
        const issuer = root.text('issuer')?.replace(/\/$/, '');
        for (const one of connectors) {
          const type = known(one.text('type'));
          const name = one.text('id') ?? '';
          if (type !== undefined && !types.has(type))
            yield {
              at: one.get('type'),
              message: `the connector ${name} has the type ${type}, which Dex does not have`,
              expected: [...types].join(', '),
              received: type,
              fix: 'write oidc, if it is a provider of OpenID Connect',
            };
          const uri = one.get('config', 'redirectURI');
          const sent = uri.text();
          // At another host a proxy may pass it on.
          if (sent === undefined || issuer === undefined || hostTextOf(sent) !== hostTextOf(issuer) || sent.startsWith(`${issuer}/callback`)) continue;
          if (known(pathOf(sent)) === undefined || known(pathOf(issuer) || '/') === undefined) continue;
          yield {
            at: uri,
            message: `the connector ${name} has the redirectURI ${sent}, but Dex answers at ${issuer}/callback`,
            expected: `${issuer}/callback`,
            received: sent,
            fix: `write ${issuer}/callback, and allow it at the provider behind the connector`,
          };
        }
      }
    },
  },
];

const pathOf = (url: string): string => url.slice(url.indexOf('://') + 3 + (hostTextOf(url)?.length ?? 0));
