import type { Rule } from '../rule.ts';

/** One such file stops all the others. */
export const blueprintNameMissing: Rule = {
  code: 'blueprint-name-missing',
  severity: 'error',
  title: 'a blueprint has metadata without a name',
  *run({ blueprints }) {
    for (const { root } of blueprints.all) {
      const metadata = root.get('metadata');
      if (!metadata.exists || (metadata.get('name').text() ?? '') !== '' || metadata.get('name').tag !== undefined) continue;
      yield {
        at: metadata,
        message: 'the blueprint has metadata without a name',
        expected: 'metadata.name',
        received: 'none',
        why: "authentik's discovery breaks off at this file: none that comes after it is applied.",
        fix: 'write metadata: { name: … }, with a name that no other blueprint has',
      };
    }
  },
};
