import { known, slugOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The audience of a token is the client id. */
export const apiserverAudienceMismatch: Rule = {
  code: 'apiserver-audience-mismatch',
  severity: 'error',
  title: 'the apiserver does not expect tokens of the client that is sent to it',
  *run({ logins, pairs }) {
    const clients = new Map<string, string>();
    for (const { login, client } of pairs.all) {
      const slug = client.slug?.value;
      const id = known(client.clientId?.value);
      if (login.app === 'kube-apiserver' && slug !== undefined && id !== undefined && slug === slugOf(login.issuer?.value)) clients.set(slug, id);
    }
    for (const { url, audiences, at } of logins.issuers) {
      const slug = slugOf(url?.value);
      const id = slug === undefined ? undefined : clients.get(slug);
      if (id === undefined || audiences.some(({ value }) => value === id || known(value) === undefined)) continue;
      yield {
        at: audiences[0] ?? at,
        message: `the apiserver expects the audience ${audiences.map(({ value }) => value).join(', ') || 'of nobody'}, but tokens of ${slug} are for ${id}`,
        expected: id,
        received: audiences.map(({ value }) => value).join(', ') || 'none',
        why: 'The audience of a token is the client id of its provider. Others are refused.',
        fix: `write ${id} into audiences`,
      };
    }
    // What Headlamp sends on must be trusted: same issuer, same client.
    if (logins.issuers.length === 0) return;
    for (const login of logins.all) {
      const issuer = known(login.issuer?.value);
      const id = known(login.clientId?.value);
      if (login.app !== 'headlamp' || issuer === undefined) continue;
      const entry = logins.issuers.find(({ url }) => url?.value === issuer);
      if (entry === undefined)
        yield {
          at: login.issuer!,
          message: `${login.label} sends tokens of ${issuer} to the apiserver, which does not trust that issuer`,
          expected: logins.issuers.map(({ url }) => url?.value ?? '').join(', '),
          received: issuer,
          why: 'Headlamp only carries the token: the apiserver judges it, and passes over an issuer that it does not know.',
          fix: `add a jwt entry with the issuer ${issuer} to the AuthenticationConfiguration`,
        };
      else if (id !== undefined && !entry.audiences.some(({ value }) => value === id || known(value) === undefined))
        yield {
          at: login.clientId!,
          message: `${login.label} is client ${id}, which is no audience of the apiserver`,
          expected: entry.audiences.map(({ value }) => value).join(', '),
          received: id,
          why: 'Headlamp only carries the token: the apiserver judges it.',
          fix: `add ${id} to the audiences of that issuer`,
        };
    }
  },
};
