import type { Entry } from '../../idp/authentik/read-blueprints.ts';
import type { Client } from '../../idp/authentik/read.ts';
import { hostOf } from '../../tree/known.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Rule } from '../rule.ts';

/** One provider for each app. */
export const providerShared: Rule = {
  code: 'provider-shared',
  severity: 'warning',
  title: 'two apps share one client',
  *run({ blueprints, pairs }) {
    const owners = new Map<Entry, Entry>();
    for (const application of blueprints.of('authentik_core.application')) {
      const target = blueprints.target(application.field('provider'), application);
      if (target?.kind !== 'entry') continue;
      const first = owners.get(target.entry);
      if (first === undefined) owners.set(target.entry, application);
      else if (first.field('slug').text() !== application.field('slug').text())
        yield {
          at: application.field('provider'),
          severity: 'error',
          message: `the applications ${first.field('slug').text()} and ${application.field('slug').text()} have one provider`,
          expected: 'a provider of its own',
          received: target.entry.field('name').text() ?? 'the same provider',
          why: 'A provider belongs to one application: the second one takes it from the first.',
          fix: 'give each application a provider of its own',
        };
    }
    const users = new Map<Client, LoginEnd>();
    for (const { login, client, by } of pairs.all) {
      if (by !== 'client-id' || login.app === 'kube-apiserver') continue;
      const first = users.get(client);
      if (first === undefined) users.set(client, login);
      // Two readers of one file see one app.
      else if (first.object.file === login.object.file && first.object.name === login.object.name) continue;
      else if (hostOf(first.redirects?.[0]?.value.url) !== hostOf(login.redirects?.[0]?.value.url) || first.app !== login.app)
        yield {
          at: login.clientId ?? login.at,
          message: `${login.label} and ${first.label} are the same client ${client.clientId?.value}`,
          expected: 'a client id of its own',
          received: client.clientId?.value ?? '',
          why: 'A token for one of them is valid at the other, and access to one cannot be taken away alone.',
          fix: 'give it a provider, an application and a client id of its own',
        };
    }
  },
};
