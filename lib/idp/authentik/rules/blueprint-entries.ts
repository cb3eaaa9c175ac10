import type { Blueprint } from '../read-blueprints.ts';
import type { Reader } from '../../../manifest/reader.ts';
import { runsAtLeast } from '../../../repository/versions.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';
import { formOf } from '../blueprint-form.ts';

export const blueprintEntriesRules: readonly Rule[] = forAuthentik([
  {
    code: 'entry-model-invalid',
    severity: 'error',
    needs: [],
    title: 'an entry of a blueprint has no model that authentik knows',
    why: 'The whole blueprint is refused.',
    fix: 'write the model as the documentation names it, in small letters',
    page: {
      symptom: 'The blueprint fails, and nothing of it is applied.',
      cause: '`model` is missing, or no name of the form `authentik_app.model`.',
      fix: 'Correct it.',
      source: '[authentik: models of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/models/)',
    },
    find: formOf('entry-model-invalid'),
  },
  {
    code: 'field-too-new',
    severity: 'error',
    needs: [],
    title: 'a blueprint uses a field that this version of authentik does not have',
    why: 'The type of a redirect URI is new in 2026.5. Before, the field is ignored, and codes may go to the address.',
    fix: 'take the entry out until authentik is 2026.5',
    page: {
      symptom: 'Nothing: the address for logout is accepted at login as well.',
      cause: '`redirect_uri_type` exists since 2026.5; older versions ignore it and take the entry for a login address.',
      fix: 'Leave logout addresses out until authentik is upgraded.',
      source: '[goauthentik/authentik#20011](https://github.com/goauthentik/authentik/pull/20011)',
    },
    *find({ clients, versions }) {
      const { authentik } = versions;
      if (authentik === undefined || runsAtLeast(authentik, [2026, 5]) !== false) return;
      for (const { redirects, label } of clients)
        for (const { at, use } of redirects ?? [])
          if (use === 'logout')
            yield {
              at: at.get('redirect_uri_type'),
              message: `${label} has a redirect URI for logout, which authentik ${authentik.text} takes for one to log in`,
              expected: 'authentik 2026.5, or no such entry',
              received: 'redirect_uri_type: logout',
            };
    },
  },
  {
    code: 'entry-state-unknown',
    severity: 'error',
    needs: [],
    title: 'an entry of a blueprint has a state that authentik does not know',
    why: 'The whole blueprint is refused.',
    fix: 'write state: present, created, must_created or absent',
    page: {
      symptom: 'The blueprint fails, and nothing of it is applied.',
      cause: '`state` is misspelt. authentik knows `present` (which is what an entry without it means), `created`, `must_created` and `absent`.',
      fix: 'Correct it, or leave it out.',
      source:
        '[goauthentik/authentik: authentik/blueprints/v1/common.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/common.py)',
    },
    find: formOf('entry-state-unknown'),
  },
  {
    code: 'identifiers-missing',
    severity: 'error',
    needs: [],
    title: 'an entry of a blueprint has no identifiers',
    why: 'The whole blueprint is refused.',
    fix: 'write identifiers with the field that tells the object from others',
    page: {
      symptom: 'The blueprint fails: `No or invalid identifiers`.',
      cause: '`identifiers` is missing or empty.',
      fix: 'Name the field by which the object is found: `name`, `slug`, `username`.',
      source: '[authentik: structure of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/structure/)',
    },
    find: formOf('identifiers-missing'),
  },
  {
    code: 'keyof-unresolved',
    severity: 'error',
    needs: [],
    title: 'a !KeyOf names no earlier entry of its file',
    why: 'The whole blueprint is refused, and nothing of it is applied.',
    page: {
      symptom: 'The blueprint has the status "error", or is not listed at all; nothing of it is applied.',
      cause: '`!KeyOf` finds entries of the same file that stand above it and are not deleted. This one finds none.',
      fix: 'Correct the id, move the entry up, or use `!Find` for objects of other files.',
      source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    },
    find: formOf('keyof-unresolved'),
  },
  {
    code: 'lookup-invalid',
    severity: 'error',
    needs: [],
    title: 'a lookup of a blueprint cannot work',
    why: 'An unknown model or field makes the whole blueprint fail.',
    fix: 'write !Find [authentik_app.model, [field, value]]',
    page: {
      symptom: 'The blueprint fails, and nothing of it is applied.',
      cause: 'The first item of `!Find` is a model, each further one a pair of field and value.',
      fix: 'Write it so.',
      source: '[authentik: YAML tags of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/tags/)',
    },
    find: formOf('lookup-invalid'),
  },
  {
    code: 'lookup-nulls-field',
    severity: 'info',
    strict: true,
    title: 'a lookup that finds nothing empties a field in silence',
    why: 'Blueprints are applied in any order, also before what they look for is there. The file then counts as applied, with the field empty, and is not tried again.',
    fix: 'write !Format ["%s", !Find […]]: nothing found is then an error, and the file is tried again. Inside one file, use !KeyOf',
    page: {
      symptom: 'After a fresh installation one app has no signing key or no provider, although its blueprint is "successful".',
      cause:
        '`!Find` that matches nothing gives null. Fields that may be null take it, the blueprint reports success, and it is not applied again until its text changes.',
      fix: 'Wrap the lookup: `!Format ["%s", !Find [model, [field, value]]]`. A lookup that finds nothing then gives text that no relation accepts, and the file is retried. Within one file use `!KeyOf`.',
      source:
        '[goauthentik/authentik#25303](https://github.com/goauthentik/authentik/issues/25303), [goauthentik/authentik#19715](https://github.com/goauthentik/authentik/issues/19715)',
    },
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
          message: `${fields.length === 1 ? `${fields[0]} becomes` : `${fields.length} fields (${[...new Set(fields)].join(', ')}) become`} null when !Find finds nothing`,
          expected: '!Format ["%s", !Find […]], or !KeyOf',
          received: '!Find […]',
        };
    },
  },
  {
    code: 'binding-disabled',
    severity: 'warning',
    title: 'a policy binding is switched off',
    why: 'authentik passes over it: its group may not enter, and when all bindings of an application are off, everybody may.',
    fix: 'write enabled: true, or delete it by state: absent',
    page: {
      symptom: 'People of the group are refused; or suddenly everybody may enter.',
      cause: '`enabled: false` makes authentik ignore the binding.',
      fix: 'Switch it on, or delete it with `state: absent`.',
      source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    },
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
    title: 'a policy binding names none or several of policy, group and user',
    why: 'authentik refuses the entry, and with it the whole file.',
    page: {
      symptom: "The blueprint fails: `One of 'policy', 'group' or 'user' must be set`.",
      cause: 'A binding has none of the three, or more than one.',
      fix: 'One binding for each of them, with an `order` of its own.',
      source:
        '[goauthentik/authentik: authentik/policies/api/bindings.py](https://github.com/goauthentik/authentik/blob/main/authentik/policies/api/bindings.py)',
    },
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
          message: set.length === 0 ? 'a policy binding names neither policy, group nor user' : `a policy binding names ${set.join(' and ')}`,
          expected: 'exactly one of policy, group and user',
          received: set.length === 0 ? 'none' : set.join(', '),
          fix: 'write one binding for each',
        };
      }
    },
  },
]);
