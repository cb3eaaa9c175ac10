import type { Rule } from '../rule.ts';

/** The field was renamed in 0.8. */
export const ovhConsumerKey: Rule = {
  code: 'ovh-consumer-key',
  severity: 'error',
  title: 'the OVH solver is given its key under a name that it ignores',
  *run({ objects }) {
    for (const kind of ['ClusterIssuer', 'Issuer'])
      for (const object of objects.of(kind))
        for (const solver of object.root.get('spec', 'acme', 'solvers').items()) {
          const webhook = solver.get('dns01', 'webhook');
          const config = webhook.get('config');
          if (webhook.get('solverName').text() !== 'ovh' || !config.get('consumerKeyRef').exists) continue;
          yield {
            at: config.keyOf('consumerKeyRef'),
            message: `${kind}/${object.name} gives the consumer key as consumerKeyRef`,
            expected: 'applicationConsumerKeyRef',
            received: 'consumerKeyRef',
            why: 'The name changed in 0.8.0 of the webhook; the old one is ignored, and the mistake shows at the first challenge.',
            fix: 'write applicationConsumerKeyRef, and authenticationMethod: application',
          };
        }
  },
};
