import { isInsideHost } from '../../../login/inside-host.ts';
import type { Rule } from '../../../repository/rule.ts';
import { hostOf, known } from '../../../tree/known.ts';
import { differs, hostTextOf } from '../../../tree/opaque.ts';
import { areNamedStages, areStages } from '../../../tree/stages.ts';
import type { Entry } from '../read-blueprints.ts';
import { guardsOf } from '../../../edge/guards.ts';
import { hostsOf } from '../../hosts.ts';
import { authentikFacts } from '../facts.ts';
import { forAuthentik } from '../repository.ts';

export const outpostsRules: readonly Rule[] = forAuthentik([
  {
    code: 'forward-auth-mismatch',
    severity: 'error',
    needs: ['cluster'],
    title: 'the hosts behind forward-auth and the proxy providers do not match',
    symptom: "Forward-auth answers 404, and the outpost's log says `no app for hostname`; or the tile opens a page without forward-auth.",
    cause:
      'The host of the Ingress or HTTPRoute is not the `external_host` of a proxy provider, the provider has no `external_host`, or no application uses the provider.',
    fix: 'use the same host everywhere: `external_host: https://HOST`, the Ingress or HTTPRoute, and the launch URL of the tile',
    source: '[goauthentik/authentik#9122](https://github.com/goauthentik/authentik/issues/9122)',
    *find(repository) {
      const { blueprints, edges } = repository;
      const providers = blueprints.of('authentik_providers_proxy.proxyprovider');
      if (providers.length === 0) return;
      const applications = new Map<Entry, Entry>();
      // A link that cannot be followed may lead to any of them.
      let hidden = false;
      for (const application of blueprints.of('authentik_core.application')) {
        const target = blueprints.target(application.field('provider'), application);
        if (target?.kind === 'entry') applications.set(target.entry, application);
        else if (target !== undefined || application.field('provider').exists) hidden = true;
      }
      const guards = guardsOf(repository);
      const identity = hostsOf(repository, authentikFacts);
      // authentik's own pages stand before every login.
      const guarded = guards.all.filter(({ host }) => !identity.has(hostTextOf(host.value) ?? '')).map(({ host }) => host);
      const hosts = new Set(guarded.map(({ value }) => hostTextOf(value)));
      const externals = new Set(providers.map((provider) => hostTextOf(provider.field('external_host').text())));
      // With its list in git the embedded outpost serves what git says, and nothing that was made by hand. Other outposts may stand beside one that git lists.
      const isListed = blueprints
        .of('authentik_outposts.outpost')
        .some((outpost) => outpost.field('providers').exists && /embedded/i.test(outpost.field('managed').text() ?? outpost.field('name').text() ?? ''));
      const served = new Set(edges.map(({ host }) => host.value.toLowerCase()));
      const domains: string[] = [];
      const known = new Set<string | undefined>();
      let complete = true;
      for (const provider of providers) {
        const name = provider.field('name').text() ?? '';
        const external = provider.field('external_host');
        const host = hostTextOf(external.text());
        known.add(host);
        if (provider.field('mode').text() === 'forward_domain') domains.push(provider.field('cookie_domain').text() ?? '');
        const application = applications.get(provider);
        if (application === undefined && !hidden)
          yield {
            at: provider.field('name'),
            message: `the proxy provider ${name} belongs to no application`,
            expected: `an application with provider: !KeyOf ${provider.field('name').text() ?? ''}`,
            received: 'none',
            why: 'An outpost serves applications. It does not use a provider without one.',
            fix: 'set provider of the application to this provider',
          };
        // A text, and no list of them (goauthentik/authentik authentik/providers/proxy/models.py, external_host).
        const isList = Array.isArray(external.value);
        if (!external.exists || isList) {
          yield {
            at: isList ? external : provider.field('name'),
            message: isList ? `external_host of the proxy provider ${name} is a list` : `the proxy provider ${name} has no external_host`,
            expected: 'external_host: https://HOST',
            received: isList ? 'a list' : 'nothing',
            why: 'authentik refuses a provider without it, and the outpost finds the app by it.',
            fix: 'write the URL that browsers open, with scheme and host only',
          };
          complete = false;
          continue;
        }
        if (host === undefined || external.tag !== undefined) {
          complete = false;
          continue;
        }
        const tile = application?.field('meta_launch_url');
        // `blank://blank` hides a tile (authentik, website/docs/add-secure-apps/applications/manage_apps.mdx).
        const isPage = !tile?.text()?.includes('://') || /^https?:/i.test(tile.text() ?? '');
        const opens = isPage ? hostTextOf(tile?.text()) : undefined;
        // The edge guards the host of the tile, and its finding names this provider's host.
        const isSaid = opens !== undefined && hosts.has(opens) && !externals.has(opens);
        if (tile !== undefined && opens !== undefined && differs(opens, host) && !isSaid && provider.field('mode').text() === 'forward_single')
          yield {
            at: tile,
            severity: 'warning',
            message: `the tile of ${name} opens ${opens}, but forward-auth protects ${host}`,
            expected: host,
            received: opens,
            why: 'The tile opens a page that does not exist, or one without forward-auth.',
            fix: `use the host ${host} in meta_launch_url`,
          };
        // Elsewhere the guard may stand before all hosts, in the settings of the edge.
        const isHere = provider.blueprint.map?.ours === true && !hosts.has(host) && served.has(host);
        const isSure = !guards.hidden && !guards.uncertain.has(host) && [...hosts].every((one) => one !== undefined && differs(one, host));
        // What is served by nothing here is a left-over, or guarded at an edge that is not in git.
        const isOpen = guarded.length > 0 && isSure && served.has(host) && !isSaid;
        if (provider.field('mode').text() === 'forward_single' && (isHere || isOpen))
          yield {
            at: external,
            isSure: isHere,
            message: `the proxy provider ${name} has the external_host ${host}, but no Ingress or HTTPRoute here uses forward-auth for that host`,
            expected: [...hosts].filter((one) => one !== undefined).join(', ') || `forward-auth for ${host}`,
            received: host,
            why: 'The outpost looks up the app by the host of the request. For an unknown host it says "no app for hostname".',
            fix: 'use the host of the Ingress or HTTPRoute in external_host, or add forward-auth to this host',
          };
      }
      if (!complete) return;
      // Providers that an outpost is given and that come from another repository: their hosts are not known here.
      const strangers = blueprints.of('authentik_outposts.outpost').flatMap((outpost) =>
        outpost
          .field('providers')
          .items()
          .flatMap((one) => {
            const target = blueprints.target(one, outpost);
            return target?.kind === 'elsewhere' && target.field === 'name' ? [target.value.toLowerCase()] : [];
          }),
      );
      const isStrangers = (host: string): boolean => strangers.some((name) => host === name || host.startsWith(`${name}.`) || host.startsWith(`${name}-`));
      const strange = guarded.filter((one) => {
        const host = hostTextOf(one.value);
        if (host === undefined || [...known].some((other) => other === undefined || !differs(other, host))) return false;
        return !isStrangers(host) && !domains.some((domain) => domain === '' || isUnder(host, domain.replace(/^\./, '').toLowerCase()));
      });
      // More hosts without a provider than there are providers: most of them are made by hand.
      if (!isListed && strange.length > providers.length) return;
      for (const one of strange) {
        const host = hostTextOf(one.value)!;
        yield {
          at: one,
          isSure: isListed,
          message: `forward-auth is on for ${host}, but no proxy provider here has that external_host`,
          expected: `a proxy provider with external_host: https://${host}`,
          received: [...known].filter((other) => other !== undefined).join(', '),
          why: 'The outpost looks up the app by the host of the request. For an unknown host it says "no app for hostname".',
          fix: `add a proxy provider with external_host: https://${host}, or correct the host`,
        };
      }
    },
  },
  {
    code: 'outpost-owned-twice',
    severity: 'error',
    needs: [],
    title: 'two blueprints set the providers of the same outpost',
    why: 'Each apply replaces the whole list, so the apps in the other file lose their login. Which file wins is random.',
    symptom: 'Forward-auth stops working for some apps after one apply, and for others after the next.',
    cause: 'Two entries set `providers` of the same outpost. authentik replaces such lists as a whole.',
    fix: 'merge both lists in one file',
    more: 'Keep the list in one entry.',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    *find({ blueprints }) {
      const owners = new Map<string, Entry>();
      for (const outpost of blueprints.of('authentik_outposts.outpost')) {
        if (!outpost.field('providers').exists) continue;
        const name = outpost.field('managed').text() ?? outpost.field('name').text() ?? '';
        const first = owners.get(name);
        if (first === undefined) owners.set(name, outpost);
        else if (!areNamedStages(first.blueprint.file, outpost.blueprint.file))
          yield {
            at: outpost.field('providers'),
            // Each stage or cluster of a repository may have an authentik of its own.
            isSure: !areStages(first.blueprint.file, outpost.blueprint.file) || outpost.blueprint.map?.ours === true,
            message: `the providers of the outpost ${name} are set here and in ${first.blueprint.file}`,
            expected: 'one entry that names all its providers',
            received: 'two',
          };
      }
    },
  },
  {
    code: 'proxy-without-outpost',
    severity: 'error',
    needs: ['cluster'],
    title: 'a proxy provider is not assigned to an outpost',
    why: 'An outpost knows only the hosts of its providers. Every request returns 404 or "no app for hostname".',
    symptom: "Forward-auth answers 404, and the outpost's log says `no app for hostname`.",
    cause: 'No outpost has the provider in its `providers`.',
    fix: 'add it to `providers` of the embedded outpost, in the file that sets that list',
    more: 'authentik replaces the list as a whole.',
    source: '[goauthentik/authentik#9122](https://github.com/goauthentik/authentik/issues/9122)',
    *find({ blueprints }) {
      // Without a list in the tree it is kept by other means.
      const outposts = blueprints.of('authentik_outposts.outpost').filter((outpost) => outpost.field('providers').exists);
      if (outposts.length === 0) return;
      const served = new Set<Entry>();
      let hidden = false;
      for (const outpost of outposts)
        for (const one of outpost.field('providers').items()) {
          const target = blueprints.target(one, outpost);
          if (target?.kind === 'entry') served.add(target.entry);
          else if (target === undefined) hidden = true;
        }
      if (hidden) return;
      // What others make by hand is usually on the embedded outpost, unless git sets the list of that one too.
      const hasEmbedded = outposts.some((one) => /embedded/i.test(`${one.field('managed').text() ?? ''} ${one.field('name').text() ?? ''}`));
      const providers = blueprints
        .of('authentik_providers_proxy.proxyprovider')
        .filter(({ blueprint }) => (hasEmbedded || blueprint.map?.ours === true) && !/(?:^|\/)manual\//.test(blueprint.file));
      for (const provider of providers)
        if (!served.has(provider))
          yield {
            at: provider.field('name'),
            message: `the proxy provider ${provider.field('name').text() ?? ''} is not assigned to an outpost`,
            expected: 'the provider in providers of an outpost',
            received: 'none',
          };
    },
  },
  {
    code: 'outpost-host-inside',
    severity: 'error',
    needs: [],
    title: 'an outpost sends browsers to the name of a Service',
    why: 'The outpost takes the page for the sign-in from authentik_host, which no browser can open.',
    symptom: 'The browser is sent to a name such as `authentik-server.authentik.svc.cluster.local` and says that it cannot find the server.',
    cause:
      '`authentik_host` in the config of the outpost is a name inside the cluster, and `authentik_host_browser` is empty. The embedded outpost knows `authentik_host` alone. An outpost that you run yourself has the variables `AUTHENTIK_HOST` and `AUTHENTIK_HOST_BROWSER`.',
    fix: 'write the public URL of authentik as `authentik_host_browser`, or, for the embedded outpost, as `authentik_host`',
    source: '[goauthentik/authentik: GetOIDCEndpoint](https://github.com/goauthentik/authentik/blob/main/internal/outpost/proxyv2/application/endpoint.go)',
    *find({ blueprints, containers }) {
      for (const { image, env, hidden } of containers) {
        const host = /(?:^|\/)goauthentik\/proxy$/.test(image) && !hidden ? env.get('AUTHENTIK_HOST')?.value : undefined;
        const name = hostOf(known(host?.value));
        if (host === undefined || name === undefined || !isInsideHost(name) || env.has('AUTHENTIK_HOST_BROWSER')) continue;
        yield {
          at: host,
          message: `the outpost sends browsers to ${name}, which resolves only inside the cluster`,
          expected: 'AUTHENTIK_HOST_BROWSER with https://AUTHENTIK',
          received: host.value,
          fix: 'set AUTHENTIK_HOST_BROWSER to the public URL of authentik',
        };
      }
      for (const outpost of blueprints.of('authentik_outposts.outpost')) {
        const config = outpost.field('config');
        const host = config.get('authentik_host');
        const isEmbedded = /embedded/i.test(`${outpost.field('managed').text() ?? ''} ${outpost.field('name').text() ?? ''}`);
        // Who runs its pods sets their variables too.
        if (outpost.field('type').text() !== 'proxy' || !(isEmbedded || outpost.field('service_connection').exists)) continue;
        const name = hostOf(known(host.text()));
        if (name === undefined || !isInsideHost(name) || (!isEmbedded && !['', undefined].includes(config.text('authentik_host_browser')))) continue;
        const field = isEmbedded ? 'authentik_host' : 'authentik_host_browser';
        yield {
          at: host,
          message: `the outpost ${outpost.field('name').text() ?? ''} sends browsers to ${name}, which resolves only inside the cluster`,
          expected: `${field}: https://AUTHENTIK`,
          received: host.text()!,
          fix: `write the public URL of authentik as ${field}`,
        };
      }
    },
  },
]);

/** Whether a host may be a domain or lie below it: a variable can hold anything. */
function isUnder(host: string, domain: string): boolean {
  const [, ...labels] = host.split('.');
  return !differs(host, domain) || labels.some((_, index) => !differs(labels.slice(index).join('.'), domain));
}
