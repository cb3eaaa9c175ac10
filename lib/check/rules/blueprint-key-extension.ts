import type { Rule } from '../rule.ts';

/** Discovery looks at *.yaml alone. */
export const blueprintKeyExtension: Rule = {
  code: 'blueprint-key-extension',
  severity: 'error',
  title: "a blueprint's key does not end in .yaml",
  *run({ blueprints, releases }) {
    const listed = new Set(
      releases
        .filter(({ chart }) => chart === 'authentik')
        .flatMap(({ layers }) =>
          layers.flatMap((layer) =>
            layer
              .get('blueprints', 'configMaps')
              .items()
              .flatMap((one) => one.text() ?? []),
          ),
        ),
    );
    for (const { map, key } of blueprints.all) {
      if (map === undefined || key === undefined || !listed.has(map.name) || key.endsWith('.yaml')) continue;
      yield {
        at: map.root.get('data').keyOf(key),
        message: `the blueprint in ${map.name} has the key ${key}`,
        expected: 'a key that ends in .yaml',
        received: key,
        why: 'authentik discovers files named *.yaml and no others, not even *.yml.',
        fix: `name it ${key.replace(/(\.\w+)?$/, '.yaml')}`,
      };
    }
  },
};
