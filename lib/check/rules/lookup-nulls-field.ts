import type { Reader } from '../../manifest/reader.ts';
import type { Blueprint } from '../../idp/authentik/read-blueprints.ts';
import type { Rule } from '../rule.ts';

/** `!Find` without a match is null, and these fields take null. */
export const lookupNullsField: Rule = {
  code: 'lookup-nulls-field',
  severity: 'warning',
  title: 'a lookup that finds nothing empties a field in silence',
  *run({ blueprints }) {
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
        why: 'Blueprints are applied in any order, also before what they look for is there. The file then counts as applied, with the field empty, and is not tried again.',
        fix: 'write !Format ["%s", !Find […]]: nothing found is then an error, and the file is tried again. Inside one file, use !KeyOf',
      };
  },
};
