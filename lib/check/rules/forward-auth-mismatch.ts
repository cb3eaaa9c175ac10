import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import type { Entry } from '../../idp/authentik/read-blueprints.ts';
import { hostOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The outpost finds an app by the host of the request. */
export const forwardAuthMismatch: Rule = {
  code: 'forward-auth-mismatch',
  severity: 'error',
  title: 'the edge guards another host than the proxy provider',
  *run({ blueprints, tree }) {
    // Copies for reading stand below manual/: nobody applies them.
    const providers = blueprints.of('authentik_providers_proxy.proxyprovider').filter(({ blueprint }) => !/(?:^|\/)manual\//.test(blueprint.file));
    if (providers.length === 0) return;
    const applications = new Map<Entry, Entry>();
    // A link that cannot be followed may lead to any of them.
    let hidden = false;
    for (const application of blueprints.of('authentik_core.application')) {
      const target = blueprints.target(application.field('provider'), application);
      if (target?.kind === 'entry') applications.set(target.entry, application);
      else if (target !== undefined || application.field('provider').exists) hidden = true;
    }
    const guarded = readGuardedHosts(tree.documents.map(({ source }) => source));
    const hosts = new Set(guarded.map(({ value }) => hostOf(value)));
    const domains: string[] = [];
    const known = new Set<string | undefined>();
    let complete = true;
    for (const provider of providers) {
      const name = provider.field('name').text() ?? '';
      const external = provider.field('external_host');
      const host = hostOf(external.text());
      known.add(host);
      if (provider.field('mode').text() === 'forward_domain') domains.push(provider.field('cookie_domain').text() ?? '');
      const application = applications.get(provider);
      if (application === undefined && !hidden)
        yield {
          at: provider.field('name'),
          message: `the proxy provider ${name} belongs to no application`,
          expected: `an application with provider: !KeyOf ${provider.field('name').text() ?? ''}`,
          received: 'none',
          why: 'The outpost serves applications: a provider without one is asked for nothing.',
          fix: 'set provider of the application to this provider',
        };
      if (!external.exists) {
        yield {
          at: provider.field('name'),
          message: `the proxy provider ${name} has no external_host`,
          expected: 'external_host: https://HOST',
          received: 'nothing',
          why: 'authentik does not make a provider without one, and the outpost finds the app by it.',
          fix: 'write the address that browsers open, scheme and host alone',
        };
        complete = false;
        continue;
      }
      if (host === undefined) {
        complete = false;
        continue;
      }
      const tile = application?.field('meta_launch_url');
      const opens = hostOf(tile?.text());
      if (tile !== undefined && opens !== undefined && opens !== host && provider.field('mode').text() === 'forward_single')
        yield {
          at: tile,
          severity: 'warning',
          message: `the tile of ${name} opens ${opens}, but forward-auth stands before ${host}`,
          expected: host,
          received: opens,
          why: 'The tile leads nowhere, or to a page that nobody guards.',
          fix: `write the host ${host} into meta_launch_url`,
        };
      if (provider.field('mode').text() === 'forward_single' && guarded.length > 0 && !hosts.has(host))
        yield {
          at: external,
          message: `the proxy provider ${name} is for ${host}, which no Ingress or HTTPRoute here sends to the outpost`,
          expected: [...hosts].filter((one) => one !== undefined).join(', '),
          received: host,
          why: 'The outpost finds the app by the host of the request: for any other it says "no app for hostname".',
          fix: 'write the host of the guarded Ingress or HTTPRoute into external_host, or guard this host',
        };
    }
    if (!complete) return;
    for (const one of guarded) {
      const host = hostOf(one.value) ?? '';
      if (known.has(host) || domains.some((domain) => domain !== '' && (host === domain || host.endsWith(`.${domain.replace(/^\./, '')}`)))) continue;
      yield {
        at: one,
        message: `the edge asks the outpost about ${host}, for which no proxy provider here is made`,
        expected: `a proxy provider with external_host: https://${host}`,
        received: [...known].filter((other) => other !== undefined).join(', '),
        why: 'The outpost finds the app by the host of the request: for any other it says "no app for hostname".',
        fix: `make a proxy provider with external_host: https://${host}, or correct the host`,
      };
    }
  },
};
