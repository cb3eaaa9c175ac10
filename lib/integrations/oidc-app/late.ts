import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { applicationOf, type Facts, issuerOf } from '../../contract/facts.ts';
import { endpointOf } from '../../contract/idp-site.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { generatedKey, secretKey } from '../../delivery/run-options.ts';
import type { OidcLate } from './options.ts';

/** What late-bound values of an app see. A public client has no secret. */
export function lateOf(contract: OidcContract, host: string, generated: Readonly<Record<string, SecretRef>>, facts: Facts): OidcLate {
  const { slug } = contract;
  const { origin, endpoints } = facts.idp;
  const url = issuerOf(facts, slug);
  const application = applicationOf(facts, slug);
  const login = contract.redirects.filter(({ use }) => use === 'login');
  const late: Omit<OidcLate, 'secret'> = {
    client: contract,
    issuer: { url, discoveryUrl: discoveryUrl(facts, slug) },
    generated: generatedKey(generated, slug),
    idp: {
      host: facts.idp.host,
      origin,
      authorizationUrl: endpoints.authorize,
      tokenUrl: endpoints.token,
      userinfoUrl: endpoints.userinfo,
      jwksUrl: endpointOf(endpoints.jwks, application),
      endSessionUrl: endpointOf(endpoints.endSession, application),
    },
    host,
    url: `https://${host}`,
    redirectUrl: (login.find(({ url: one }) => one.startsWith('http')) ?? login[0]!).url,
    hostAliases: hostAliases(facts),
    facts,
  };
  return (contract.clientType === 'confidential' ? { ...late, secret: secretKey(contract.secret) } : late) as OidcLate;
}
