import type { Contract } from '../../lib/contract/contract.ts';
import { secretObjectName } from '../../lib/contract/secret-ref.ts';
import type { Features } from '../../lib/contract/versions.ts';

/**
 * What one end of a login can hold of its contract, as plain values: `values(read(write(c)))` equals this. Neither end holds all:
 * an app's settings know no access rule for everyone, the identity provider no roles.
 */
export function project(contract: Contract, end: 'idp' | 'app', features: Features, issuer: string): Record<string, unknown> {
  const { slug, tile } = contract;
  const shown = {
    name: tile.name,
    launchUrl: tile.launchUrl,
    ...(tile.section === undefined ? {} : { section: tile.section }),
    ...(tile.icon === undefined ? {} : { icon: tile.icon }),
    ...(tile.description === undefined ? {} : { description: tile.description }),
  };
  if (contract.protocol === 'forward-auth')
    // The app's end stands at the edge: it knows the host, and nothing of who may enter.
    return end === 'app'
      ? { end, protocol: 'forward-auth', externalHost: contract.externalHost }
      : {
          end,
          protocol: 'forward-auth',
          slug,
          externalHost: contract.externalHost,
          openPaths: [...contract.openPaths],
          ...ruleOf(contract),
          ...shown,
        };
  const { clientId, scopes } = contract;
  const secret = contract.clientType === 'confidential' ? { secret: { name: secretObjectName(contract.secret), key: contract.secret.key } } : {};
  if (end === 'app')
    return {
      end,
      protocol: 'oidc',
      slug,
      clientId,
      clientType: contract.clientType,
      redirects: contract.redirects.filter(({ use }) => use === 'login'),
      scopes: [...scopes],
      grants: [...contract.grants],
      ...(contract.access.kind === 'groups' ? { access: contract.access } : {}),
      roles: contract.roles,
      ...secret,
      issuer,
    };
  return {
    end,
    protocol: 'oidc',
    slug,
    clientId,
    clientType: contract.clientType,
    redirects: contract.redirects.filter(({ use }) => features.redirectUriType || use === 'login'),
    scopes: [...scopes],
    ...(features.grantTypes ? { grants: [...contract.grants] } : {}),
    ...ruleOf(contract),
    ...secret,
    ...shown,
    emailVerified: contract.emailVerified,
  };
}

/** Who may enter, where it is written. */
const ruleOf = ({ access }: Contract): { access?: Contract['access'] } => (access.kind === 'kept' ? {} : { access });
