import type { Blueprint } from '../read-blueprints.ts';
import type { Reader } from '../../../manifest/reader.ts';
import { runsAtLeast } from '../../../repository/versions.ts';
import type { Rule } from '../../../repository/rule.ts';
import { hostOf } from '../../../tree/known.ts';
import { forAuthentik } from '../repository.ts';
import { ofForm } from '../blueprint-form.ts';

export const blueprintEntriesRules: readonly Rule[] = forAuthentik([
  ofForm({
    code: 'entry-model-invalid',
    refuses: true,
    title: 'the model of a blueprint entry is missing or not valid',
    why: 'authentik refuses the whole blueprint.',
    symptom: 'The blueprint fails, and none of it is applied.',
    cause: '`model` is missing, does not have the form `authentik_app.model`, or is the name of a model with a letter or two that are wrong.',
    fix: 'write the model as in the documentation, in lower case',
    source: '[authentik: models of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/models/)',
  }),
  {
    code: 'field-too-new',
    severity: 'error',
    needs: [],
    title: 'a blueprint uses a field that this version of authentik does not have',
    why: 'redirect_uri_type is new in 2026.5. Older versions ignore it and accept the logout URI for logins, so authorization codes may be sent there.',
    symptom: 'None: the logout URI is also accepted for logins.',
    cause: '`redirect_uri_type` exists since 2026.5. Older versions ignore it and treat the entry as a login redirect URI.',
    fix: 'remove the entry until you run authentik 2026.5',
    source: '[goauthentik/authentik#20011](https://github.com/goauthentik/authentik/pull/20011)',
    *find({ clients, versions }) {
      const { authentik } = versions;
      if (authentik === undefined || runsAtLeast(authentik, [2026, 5]) !== false) return;
      for (const { redirects = [], label, provider } of clients) {
        const logins = redirects.filter(({ use }) => use !== 'logout');
        for (const { at, use, url } of redirects) {
          // An address that takes codes anyway opens nothing.
          if (use !== 'logout' || logins.some((one) => one.url === url)) continue;
          const isOwnHost = logins.some((one) => hostOf(one.url) !== undefined && hostOf(one.url) === hostOf(url));
          yield {
            at: at.get('redirect_uri_type'),
            // Codes that reach another page of the same app are in the same hands.
            isSure: !isOwnHost || provider.blueprint.map?.ours === true,
            message: `${label} has a logout redirect URI, which authentik ${authentik.text} treats as a login redirect URI`,
            expected: 'authentik 2026.5, or no such entry',
            received: 'redirect_uri_type: logout',
          };
        }
      }
    },
  },
  ofForm({
    code: 'entry-state-unknown',
    refuses: true,
    title: 'a blueprint entry has an unknown state',
    why: 'authentik refuses the whole blueprint.',
    symptom: 'The blueprint fails, and none of it is applied.',
    cause: '`state` is misspelled. authentik knows `present` (the default), `created`, `must_created` and `absent`.',
    fix: 'write `state: present`, `created`, `must_created` or `absent`',
    source: '[goauthentik/authentik: authentik/blueprints/v1/common.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/common.py)',
  }),
  ofForm({
    code: 'identifiers-missing',
    title: 'a blueprint entry has no identifiers',
    why: 'authentik refuses the whole blueprint.',
    symptom: 'The blueprint fails: `No or invalid identifiers`.',
    cause: '`identifiers` is missing or empty.',
    fix: 'write `identifiers` with a field that identifies the object, such as `name` or `slug`',
    source: '[authentik: structure of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/structure/)',
  }),
  ofForm({
    code: 'keyof-unresolved',
    title: '!KeyOf names an id that no earlier entry in the file has',
    why: 'authentik refuses the whole blueprint.',
    symptom: 'The blueprint has the status "error" or is not listed at all, and none of it is applied.',
    cause: '`!KeyOf` finds only earlier entries in the same file that are not `state: absent`. This one finds none.',
    fix: 'correct the id, move the entry up, or use `!Find` for objects from other files',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
  }),
  ofForm({
    code: 'lookup-invalid',
    title: 'a !Find is not valid',
    why: 'An unknown model or field makes the whole blueprint fail.',
    symptom: 'The blueprint fails, and none of it is applied.',
    cause: 'The first item of `!Find` must be a model, and each further item a pair of field and value.',
    fix: 'write `!Find [authentik_app.model, [field, value]]`',
    source: '[authentik: YAML tags of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/tags/)',
  }),
  {
    code: 'lookup-nulls-field',
    severity: 'info',
    strict: true,
    title: 'a !Find that matches nothing silently sets a field to null',
    why: 'authentik applies blueprints in any order, so the object may not exist yet. The blueprint then counts as applied, with the field empty, and is not retried.',
    symptom: 'After a new installation, an app has no signing key or no provider, although its blueprint is "successful".',
    cause:
      '`!Find` returns null when it matches nothing. Nullable fields accept that, the blueprint reports success, and authentik does not apply it again until its text changes.',
    fix: 'write `!Format ["%s", !Find […]]`: if it matches nothing, the blueprint fails and is retried. Within one file, use `!KeyOf`',
    more: 'The result of a lookup that matches nothing is then text that no relation accepts.',
    source:
      '[goauthentik/authentik#25303](https://github.com/goauthentik/authentik/issues/25303), [goauthentik/authentik#19715](https://github.com/goauthentik/authentik/issues/19715)',
    *find({ blueprints }) {
      const nullable: readonly (readonly [string, readonly string[]])[] = [
        ['authentik_providers_oauth2.oauth2provider', ['signing_key', 'authentication_flow']],
        ['authentik_providers_proxy.proxyprovider', ['authentication_flow', 'certificate']],
        ['authentik_core.application', ['provider']],
      ];
      const found = new Map<Blueprint, { at: Reader; fields: string[] }>();
      for (const [model, fields] of nullable)
        for (const entry of blueprints.of(model))
          for (const name of fields) {
            const value = entry.field(name);
            const target = blueprints.target(value, entry);
            // What the same file makes before is there; !Format makes text of it, which no relation takes when nothing was found.
            if (value.tag !== '!Find' || (target?.kind === 'entry' && target.entry.blueprint === entry.blueprint && target.entry.index < entry.index)) continue;
            const one = found.get(entry.blueprint);
            if (one === undefined) found.set(entry.blueprint, { at: value, fields: [name] });
            else one.fields.push(name);
          }
      for (const { at, fields } of found.values())
        yield {
          at,
          message: `${fields.length === 1 ? `${fields[0]} becomes` : `${fields.length} fields (${[...new Set(fields)].join(', ')}) become`} null if !Find matches nothing`,
          expected: '!Format ["%s", !Find […]], or !KeyOf',
          received: '!Find […]',
        };
    },
  },
  {
    code: 'binding-disabled',
    severity: 'warning',
    title: 'a policy binding is disabled',
    why: 'authentik ignores a disabled binding: its group may not use the application. If all bindings are disabled, everyone may.',
    symptom: 'Members of the group are refused, or suddenly everyone may use the application.',
    cause: '`enabled: false` makes authentik ignore the binding.',
    fix: 'write `enabled: true`, or delete it with `state: absent`',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    *find({ blueprints }) {
      for (const binding of blueprints.of('authentik_policies.policybinding')) {
        const enabled = binding.field('enabled');
        if (enabled.scalar() !== false) continue;
        yield {
          at: enabled,
          message: 'a policy binding has enabled: false',
          expected: 'enabled: true, or state: absent',
          received: 'false',
        };
      }
    },
  },
  {
    code: 'binding-target-count',
    severity: 'error',
    needs: [],
    title: 'a policy binding does not name exactly one of policy, group and user',
    why: 'authentik refuses the whole blueprint.',
    symptom: "The blueprint fails: `One of 'policy', 'group' or 'user' must be set`.",
    cause: 'A binding has none of the three, or more than one.',
    fix: 'write one binding for each of them, with its own `order`',
    source:
      '[goauthentik/authentik: authentik/policies/api/bindings.py](https://github.com/goauthentik/authentik/blob/main/authentik/policies/api/bindings.py)',
    *find({ blueprints }) {
      for (const binding of blueprints.of('authentik_policies.policybinding')) {
        const set = ['policy', 'group', 'user'].filter((name) => {
          const value = binding.field(name);
          return value.exists && (value.tag !== undefined || (value.scalar() !== null && value.scalar() !== ''));
        });
        if (!binding.field('target').exists)
          yield {
            at: binding.root,
            message: 'a policy binding has no target',
            expected: 'target: !KeyOf the application',
            received: 'nothing',
            fix: 'write target in its identifiers',
          };
        if (set.length === 1) continue;
        yield {
          at: !binding.root.get('attrs').exists ? binding.root : binding.root.get('attrs'),
          message: set.length === 0 ? 'a policy binding names no policy, group or user' : `a policy binding names ${set.join(' and ')}`,
          expected: 'exactly one of policy, group and user',
          received: set.length === 0 ? 'none' : set.join(', '),
          fix: 'write a separate binding for each',
        };
      }
    },
  },
]);
