import type { Rule } from '../rule.ts';

/** Discovery passes over other versions. */
export const blueprintVersionWrong: Rule = {
  code: 'blueprint-version-wrong',
  severity: 'error',
  title: 'a blueprint has another version than 1',
  *run({ blueprints }) {
    for (const { root } of blueprints.all) {
      const version = root.get('version');
      if (!version.exists || version.scalar() === 1 || version.tag !== undefined) continue;
      yield {
        at: version,
        message: `the blueprint has version ${String(version.scalar())}`,
        expected: 'version: 1',
        received: typeof version.scalar() === 'string' ? 'text' : String(version.scalar()),
        why: 'authentik knows version 1, as a number, and passes over everything else.',
        fix: 'write version: 1',
      };
    }
  },
};
