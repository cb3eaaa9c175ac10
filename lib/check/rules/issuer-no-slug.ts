import { hostOf, known, slugOf } from '../../tree/known.ts';
import { identityReference } from '../model/identity-reference.ts';
import type { Rule } from '../rule.ts';

/** authentik has one issuer for each application, and none for itself. */
export const issuerNoSlug: Rule = {
  code: 'issuer-no-slug',
  severity: 'error',
  title: "an issuer is authentik's own address, without an application",
  *run(repository) {
    const { logins, pairs } = repository;
    const hosts = identityReference(repository);
    if (hosts.size === 0) return;
    const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
    for (const login of logins.all) {
      const { issuer, label } = login;
      const text = known(issuer?.value);
      const host = hostOf(text);
      if (issuer === undefined || text === undefined || host === undefined || !hosts.has(host) || slugOf(text) !== undefined) continue;
      // Some apps call the address of a sign-in page or of tokens so: those have no slug.
      if (/\/application\/o\/[a-z]+\/?(?:$|\?)/.test(text)) continue;
      const client = clients.get(login);
      if (client?.provider.field('issuer_mode').text() === 'global') continue;
      // With a discovery URL of its own the issuer may be that of a provider with issuer_mode: global.
      if (client === undefined && login.endpoints.some(({ value }) => slugOf(value) !== undefined)) continue;
      const slug = known(client?.slug?.value) ?? 'SLUG';
      const right = `https://${host}/application/o/${slug}/`;
      yield {
        at: issuer,
        message: `${label} has the issuer ${text}, which is authentik's own address and no issuer`,
        expected: right,
        received: text,
        why: "authentik's issuers end in the slug of an application; below its root there is no discovery document, and no token names it.",
        fix: slug === 'SLUG' ? `write ${right} with the slug of its application` : `write ${right}`,
      };
    }
  },
};
