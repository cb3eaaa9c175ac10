import { registeredDomain } from '../../../tree/registered-domain.ts';
import { mayOnlyVerify } from '../../../repository/may-only-verify.ts';
import { isLikeName } from '../like-name.ts';
import type { LoginEnd } from '../../../login/login-end.ts';
import type { Entry } from '../read-blueprints.ts';
import { known } from '../../../tree/known.ts';
import { differs, hostTextOf } from '../../../tree/opaque.ts';
import { areStages } from '../../../tree/stages.ts';
import { bindingsOf } from '../read-access.ts';
import type { Client } from '../read.ts';
import type { Rule } from '../../../repository/rule.ts';
import { isAdopted, mayOnlyChange } from '../blueprint-types.ts';
import { forAuthentik } from '../repository.ts';

export const applicationsRules: readonly Rule[] = forAuthentik([
  {
    code: 'application-incomplete',
    severity: 'error',
    needs: [],
    title: 'an application has no name or no slug',
    why: 'authentik refuses the whole blueprint if the application does not exist yet.',
    symptom: 'The blueprint fails on a new installation: `This field is required`.',
    cause: '`name` and `slug` are required.',
    fix: 'write both',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    *find({ blueprints }) {
      for (const application of blueprints.of('authentik_core.application'))
        for (const name of isAdopted(application) ? ['slug'] : ['name', 'slug']) {
          const field = application.field(name);
          if (field.exists && (field.tag !== undefined || String(field.scalar() ?? '') !== '')) continue;
          yield {
            at: !field.exists ? application.root : field,
            // One that was made by hand has its name.
            ...(name === 'name' && mayOnlyChange(application, 'name')
              ? { severity: application.field('provider').exists ? ('warning' as const) : ('info' as const) }
              : {}),
            message: `the application ${application.field('slug').text() ?? application.field('name').text() ?? ''} has no ${name}`,
            expected: name,
            received: 'nothing',
            fix: `write ${name}`,
          };
        }
    },
  },
  {
    code: 'application-open',
    severity: 'info',
    choice: { one: 'application is open to everyone who can sign in', many: 'applications are open to everyone who can sign in' },
    title: 'an application has no policy binding',
    why: 'Without bindings, authentik lets every user into the application, including future ones.',
    symptom: 'Users see and open apps that are not meant for them.',
    cause: 'No enabled policy binding has this application as its target, so authentik lets everyone in.',
    fix: 'bind a group: model `authentik_policies.policybinding`, target `!KeyOf` the application, order 0, group `!KeyOf` the group',
    more: 'If the app really is for everyone, bind an expression policy `return True` to document the choice.',
    source: '[goauthentik/authentik#3732](https://github.com/goauthentik/authentik/issues/3732)',
    *find({ blueprints }) {
      const bindings = bindingsOf(blueprints);
      for (const application of blueprints.of('authentik_core.application')) {
        const provider = application.field('provider');
        if (!provider.exists || (provider.tag === undefined && provider.scalar() === null)) continue;
        if (isAdopted(application) || (bindings.get(application) ?? []).length > 0) continue;
        const slug = application.field('slug');
        yield {
          at: !slug.exists ? application.root : slug,
          message: `the application ${slug.text() ?? ''} has no policy binding: every user of authentik may use it`,
          expected: 'a binding to a group, or to a policy that returns True',
          received: 'none',
        };
      }
    },
  },
  {
    code: 'slug-invalid',
    severity: 'error',
    needs: [],
    title: 'authentik refuses the slug of an application',
    why: 'authentik refuses the blueprint, or the discovery URL of the app shows another page.',
    symptom: 'The blueprint fails with `Enter a valid slug`, or the discovery URL of the app shows another page.',
    cause: "The slug contains characters other than letters, digits, `-` and `_`, or is one of authentik's own paths.",
    fix: 'choose another slug',
    source: '[goauthentik/authentik: authentik/core/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/core/models.py)',
    *find({ blueprints }) {
      const reserved = new Set(['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke']);
      for (const application of blueprints.of('authentik_core.application')) {
        const slug = application.field('slug');
        const text = known(slug.text());
        if (text === undefined || slug.tag !== undefined || (/^[-a-zA-Z0-9_]+$/.test(text) && !reserved.has(text))) continue;
        yield {
          at: slug,
          message: `the slug ${text} is ${reserved.has(text) ? "one of authentik's own paths" : 'not valid'}`,
          expected: 'letters, digits, - and _',
          received: text,
          fix: `for example, write ${reserved.has(text) ? `${text}-app` : text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
        };
      }
    },
  },
  {
    code: 'launch-url-host',
    severity: 'warning',
    title: 'the tile and the redirect URI of an application have different hosts',
    why: 'The tile opens a page that does not exist, or an app whose login then fails.',
    symptom: 'Clicking the tile in authentik opens a page that does not exist, or an old host.',
    cause: 'The host in `meta_launch_url` of the application is not the host of the redirect URIs of its provider.',
    fix: 'use the host of the app in `meta_launch_url`',
    source: '[authentik: application properties](https://docs.goauthentik.io/add-secure-apps/applications/)',
    *find({ clients, pairs, edges, tree }) {
      const paired = new Set(pairs.all.map(({ client }) => client));
      const served = new Set(edges.map(({ host }) => hostTextOf(`https://${host.value}`)));
      const ours = new Set(tree.objects.flatMap((object) => (object.ours ? [object.file] : [])));
      for (const client of clients) {
        const { launchUrl, redirects, label } = client;
        const host = hostTextOf(launchUrl?.value.replace(/%(?!%)\(\w+\)s/g, 'x'));
        const hosts = new Set((redirects ?? []).filter(({ matching }) => matching !== 'regex').map(({ url }) => hostTextOf(url)));
        if (launchUrl === undefined || host === undefined || /^blank:|localhost/.test(launchUrl.value)) continue;
        const web = [...hosts].filter((one) => one !== undefined && !/^(?:localhost|127\.)/.test(one));
        if (hosts.has(undefined) || web.length === 0 || web.some((one) => !differs(one!.split(':')[0]!, host.split(':')[0]!))) continue;
        // A service outside may well have its pages elsewhere.
        // One app may have its pages and its login at two hosts, as Element and Synapse do. No typo leads to a host that is there.
        if (!ours.has(launchUrl.at.file) && served.has(host) && web.some((one) => served.has(one))) continue;
        if (!paired.has(client) && !web.some((one) => registeredDomain(one!) === registeredDomain(host))) continue;
        yield {
          at: launchUrl,
          message: `the tile of ${label} opens ${host}, but its redirect URIs are on ${web.join(', ')}`,
          expected: web.join(', '),
          received: host,
          fix: `use the host ${web[0]} in meta_launch_url`,
        };
      }
    },
  },
  {
    code: 'launch-url-percent',
    severity: 'info',
    title: 'a launch URL contains a % that is not a placeholder',
    why: 'authentik fills in fields of the user with % formatting. A stray % makes that fail, and authentik logs a warning on each page.',
    symptom: "The tile opens a URL with `%%` or without the user's name, and authentik logs warnings.",
    cause: '`meta_launch_url` is filled in with `%` formatting, so a literal percent sign must be doubled.',
    fix: 'write `%%`',
    source: '[goauthentik/authentik: get_launch_url in authentik/core/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/core/models.py)',
    *find({ blueprints }) {
      for (const application of blueprints.of('authentik_core.application')) {
        const url = application.field('meta_launch_url');
        const text = url.text();
        if (text === undefined || !/%(?!%|\(\w+\)s)/.test(text.replaceAll('%%', ''))) continue;
        yield {
          at: url,
          message: `the launch URL ${text} contains a % that is not a placeholder`,
          expected: '%% for a literal percent sign, %(username)s for a field of the user',
          received: text,
          fix: `write ${text.replace(/%(?!%|\(\w+\)s)/g, '%%')}`,
        };
      }
    },
  },
  {
    code: 'provider-shared',
    severity: 'warning',
    title: 'two apps share a client or a provider',
    symptom:
      'A token for one app is valid for the other, and access to one of them cannot be revoked separately. In authentik, one of the two applications has lost its provider.',
    cause: 'Two apps use the same client id, or two applications name the same provider.',
    fix: 'use a separate provider and client id for each app. Only Headlamp and kube-apiserver share one, because Headlamp passes its token on',
    source: '[RFC 9068, section 5 on audiences](https://www.rfc-editor.org/rfc/rfc9068#section-5)',
    *find({ blueprints, pairs }) {
      const owners = new Map<Entry, Entry[]>();
      for (const application of blueprints.of('authentik_core.application')) {
        const target = blueprints.target(application.field('provider'), application);
        if (target?.kind !== 'entry') continue;
        const before = owners.get(target.entry) ?? [];
        // A copy of the file, for another stage, makes a provider of its own.
        const isCopy = (one: Entry): boolean =>
          [one, application].every((each) => each.field('provider').tag === '!KeyOf') && areStages(one.blueprint.file, application.blueprint.file);
        if (!before.some((one) => one.field('slug').text() === application.field('slug').text() || isCopy(one)))
          owners.set(target.entry, [...before, application]);
      }
      for (const [provider, [, second, ...more]] of owners) {
        if (second === undefined) continue;
        const slugs = owners.get(provider)!.map((one) => one.field('slug').text() ?? '');
        yield {
          at: second.field('provider'),
          severity: 'error',
          message: `the applications ${slugs.slice(0, -1).join(', ')} and ${slugs.at(-1)} have the same provider`,
          expected: 'a separate provider',
          received: provider.field('name').text() ?? 'the same provider',
          why: `In authentik a provider belongs to one application: ${more.length === 0 ? 'the second application takes it from the first' : 'each application takes it from the previous one'}.`,
          fix: 'give each application a separate provider',
        };
      }
      const users = new Map<Client, LoginEnd>();
      for (const { login, client, by } of pairs.all) {
        if (by !== 'client-id' || login.verifiesOnly === true || mayOnlyVerify(login, client) || known(client.clientId?.value) === undefined) continue;
        const first = users.get(client);
        if (first === undefined) users.set(client, login);
        // Two readers of one file see one app; and one app may be written twice, as a chart and as what it makes.
        else if (first.object.file === login.object.file && first.object.name === login.object.name) continue;
        else if (first.app === login.app && login.unknownApp !== true && (login.isGateway || first.object.namespace === login.object.namespace)) continue;
        else if (differs(first.redirects?.[0]?.value.url ?? '', login.redirects?.[0]?.value.url ?? '') || first.app !== login.app)
          yield {
            at: login.clientId ?? login.at,
            message: `${login.label} and ${first.label} use the same client id ${client.clientId?.value}`,
            expected: 'a separate client id',
            received: client.clientId?.value ?? '',
            why: 'A token for one of them is valid for the other, and access to one of them cannot be revoked separately.',
            fix: 'give it a separate provider, application and client id',
          };
      }
    },
  },
  {
    code: 'provider-without-application',
    severity: 'error',
    needs: ['cluster'],
    title: 'a provider belongs to no application',
    why: 'The slug of the application is part of the issuer. Without an application there is no discovery document and no login.',
    symptom: 'The discovery document returns 404.',
    cause: 'No application in the blueprints names this provider.',
    fix: 'add an application with `provider: !KeyOf` the provider',
    source: '[authentik: applications and providers](https://docs.goauthentik.io/add-secure-apps/)',
    *find({ clients, blueprints }) {
      // Lookups that leave the tree may lead to any of them, but for one by a name that none has.
      const hidden = blueprints.of('authentik_core.application').some((application) => {
        const provider = application.field('provider');
        const target = blueprints.target(provider, application);
        // A primary key that none of them has is of a provider that was made elsewhere, or of any of these.
        const isFound = target?.kind === 'entry' || (target?.kind === 'elsewhere' && target.field === 'name');
        return (provider.tag !== undefined || typeof provider.scalar() === 'number' || (provider.text() ?? '') !== '') && !isFound;
      });
      if (hidden) return;
      for (const { application, provider, label } of clients) {
        if (application !== undefined) continue;
        yield {
          at: !provider.field('name').exists ? provider.root : provider.field('name'),
          message: `the provider ${label} belongs to no application`,
          expected: 'an application whose provider is this one',
          received: 'none',
        };
      }
    },
  },
  {
    code: 'group-unknown',
    severity: 'warning',
    title: 'the app names a group that no blueprint creates',
    why: 'If the group does not exist in authentik, nobody gets the role.',
    symptom: 'Administrators are signed in as viewers, or "user not a member of one of the required groups".',
    cause: 'The group name in the app (a role expression, allowed groups) does not match any group in the blueprints. Case, dashes and spaces matter.',
    fix: 'write the name as in the blueprint, or add the group',
    source:
      '[Grafana: configure group synchronization and roles](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/#configure-role-mapping)',
    *find({ pairs, blueprints, renamedGroups }) {
      const groups = blueprints.of('authentik_core.group').flatMap((entry) => entry.field('name').text() ?? []);
      if (groups.length === 0) return;
      const names = new Set([...groups, 'authentik Admins', 'authentik Read-only']);
      for (const { login, client } of pairs.all) {
        // A client whose groups come from elsewhere says nothing about names.
        if (client.admitted?.some(({ value }) => names.has(value)) !== true) continue;
        for (const group of login.groups) {
          const name = known(group.value);
          // A name that a blueprint takes from its group has a rule of its own.
          if (name === undefined || names.has(name) || renamedGroups.some(({ from }) => from === name)) continue;
          // Where it keeps out everybody who may enter, group-refused-by-app says so.
          const keepsOut = (login.deciders ?? []).some(
            (one) => one.groups.some(({ value }) => value === name) && !one.groups.some(({ value }) => client.admitted?.some((other) => other.value === value)),
          );
          if (keepsOut) continue;
          const near = [...names].find((one) => isLikeName(one, name));
          yield {
            at: group,
            // Groups are made by hand, and by a directory, beside those of blueprints. pinout writes all of them.
            severity: client.provider.blueprint.map?.ours === true ? 'error' : near === undefined ? 'info' : 'warning',
            message: `${login.label} names the group ${name}, which no blueprint here creates`,
            expected: near ?? `one of ${[...client.admitted].map(({ value }) => value).join(', ')}`,
            received: name,
            fix: near === undefined ? `add the group ${name} to a blueprint, or correct the name` : `write ${near}`,
          };
        }
      }
    },
  },
]);
