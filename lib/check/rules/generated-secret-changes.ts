import type { Rule } from '../rule.ts';

/** A generator gives a new value each time it is asked. */
export const generatedSecretChanges: Rule = {
  code: 'generated-secret-changes',
  severity: 'error',
  title: 'a generated secret changes at every refresh',
  *run({ objects }) {
    for (const object of objects.of('ExternalSecret')) {
      const spec = object.root.get('spec');
      const generator = spec
        .get('dataFrom')
        .items()
        .find((one) => one.get('sourceRef', 'generatorRef').exists);
      const policy = spec.get('refreshPolicy').text();
      const interval = spec.get('refreshInterval');
      if (generator === undefined || policy === 'CreatedOnce' || policy === 'OnChange' || /^0[a-z]*$/.test(String(interval.scalar() ?? ''))) continue;
      const kind = generator.get('sourceRef', 'generatorRef', 'kind').text();
      if (kind !== 'Password' && kind !== 'UUID' && kind !== 'ClusterGenerator') continue;
      if (spec.get('target', 'immutable').scalar() === true) continue;
      yield {
        at: generator,
        message: `ExternalSecret/${object.name} asks the generator for a new value at each refresh`,
        expected: 'refreshPolicy: CreatedOnce, and target.immutable: true',
        received: policy ?? 'the default, Periodic',
        why: 'The client secret changes every hour, and the two ends do not see it at the same time.',
        fix: 'write refreshPolicy: CreatedOnce and target: { creationPolicy: Orphan, immutable: true }',
      };
    }
  },
};
