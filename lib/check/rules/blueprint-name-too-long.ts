import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The chart makes a volume name of it. */
export const blueprintNameTooLong: Rule = {
  code: 'blueprint-name-too-long',
  severity: 'error',
  title: 'the name of a mounted blueprint object does not fit into a volume name',
  *run({ releases }) {
    for (const { chart, layers } of releases)
      for (const layer of chart === 'authentik' ? layers : [])
        for (const [key, limit, kind] of [
          ['configMaps', 49, 'ConfigMap'],
          ['secrets', 45, 'Secret'],
        ] as const) {
          const seen = new Set<string>();
          for (const item of layer.get('blueprints', key).items()) {
            const name = known(item.text());
            if (name === undefined) continue;
            const wrong =
              name.length > limit ? `has ${name.length} characters` : name.includes('.') ? 'has a dot' : seen.has(name) ? 'is listed twice' : undefined;
            seen.add(name);
            if (wrong === undefined) continue;
            yield {
              at: item,
              message: `the ${kind} ${name} of blueprints.${key} ${wrong}`,
              expected: `a name of at most ${limit} characters without dots, listed once`,
              received: name,
              why: 'The chart names a volume after it: 63 characters with its prefix, no dots, each once. The pod is refused otherwise.',
              fix: `give the ${kind} a shorter name`,
            };
          }
        }
  },
};
