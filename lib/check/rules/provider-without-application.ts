import type { Rule } from '../rule.ts';

/** Without one it has no issuer. */
export const providerWithoutApplication: Rule = {
  code: 'provider-without-application',
  severity: 'error',
  title: 'a provider belongs to no application',
  *run({ clients, blueprints }) {
    // Lookups that leave the tree may lead to any of them, but for one by a name that none has.
    const hidden = blueprints.of('authentik_core.application').some((application) => {
      const provider = application.field('provider');
      const target = provider.tag === undefined ? undefined : blueprints.target(provider, application);
      return provider.tag !== undefined && target?.kind !== 'entry' && !(target?.kind === 'elsewhere' && target.field === 'name');
    });
    if (hidden) return;
    for (const { application, provider, label } of clients) {
      if (application !== undefined) continue;
      yield {
        at: !provider.field('name').exists ? provider.root : provider.field('name'),
        message: `the provider ${label} belongs to no application`,
        expected: 'an application whose provider is this one',
        received: 'none',
        why: 'The slug of the application is part of the issuer: without one there is no discovery document and no login.',
        fix: 'add an application with provider: !KeyOf the provider',
      };
    }
  },
};
