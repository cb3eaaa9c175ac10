import { covers } from '../../tree/covers.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The Secret of the Ingress holds another name. */
export const certificateHostMissing: Rule = {
  code: 'certificate-host-missing',
  severity: 'error',
  title: 'a certificate does not name the host that uses it',
  *run({ edges, objects }) {
    const certificates = new Map(
      objects.of('Certificate').map((object) => [`${object.namespace}/${object.root.get('spec', 'secretName').text() ?? ''}`, object]),
    );
    for (const { host, tls, object } of edges) {
      const name = known(host.value)?.toLowerCase();
      if (tls === undefined || name === undefined || tls.secrets.length !== 1) continue;
      const certificate = certificates.get(`${object.namespace}/${tls.secrets[0]!.value}`);
      const names =
        certificate?.root
          .get('spec', 'dnsNames')
          .items()
          .map((one) => one.text()?.toLowerCase()) ?? [];
      if (certificate === undefined || names.length === 0 || names.some((one) => known(one) === undefined || covers(one!, name))) continue;
      yield {
        at: certificate.root.get('spec', 'dnsNames'),
        message: `Certificate/${certificate.name} does not name ${name}, which ${object.kind}/${object.name} serves with it`,
        expected: name,
        received: names.join(', '),
        why: 'Browsers warn, and apps refuse to talk to the identity provider.',
        fix: `add ${name} to dnsNames`,
      };
    }
  },
};
