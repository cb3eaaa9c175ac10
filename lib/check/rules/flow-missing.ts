import type { Rule } from '../rule.ts';

/** Both flows are required on creation. */
export const flowMissing: Rule = {
  code: 'flow-missing',
  severity: 'error',
  title: 'a provider lacks a flow that authentik requires',
  *run({ blueprints }) {
    for (const model of ['authentik_providers_oauth2.oauth2provider', 'authentik_providers_proxy.proxyprovider'])
      for (const provider of blueprints.of(model))
        for (const name of ['authorization_flow', 'invalidation_flow']) {
          const flow = provider.field(name);
          if (flow.exists && (flow.tag !== undefined || flow.scalar() !== null)) continue;
          yield {
            at: !flow.exists ? provider.root.get('attrs') : flow,
            message: `the provider ${provider.field('name').text() ?? ''} has no ${name}`,
            expected: name,
            received: !flow.exists ? 'nothing' : 'null',
            why: 'The field is required when the provider is made: the blueprint fails on a fresh installation.',
            fix: `write ${name}: !Find [authentik_flows.flow, [slug, ${name === 'authorization_flow' ? 'default-provider-authorization-implicit-consent' : 'default-provider-invalidation-flow'}]]`,
          };
        }
  },
};
