import { mentions } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Ready stays true while renewal fails. */
export const renewalAlertMissing: Rule = {
  code: 'renewal-alert-missing',
  severity: 'warning',
  title: 'nobody hears when a certificate is not renewed',
  *run({ objects, releases }) {
    const makes = [...objects.of('ClusterIssuer'), ...objects.of('Issuer'), ...objects.of('Certificate')];
    const acme = makes.filter((object) => object.kind === 'Certificate' || object.root.get('spec', 'acme').exists);
    const [first] = acme;
    if (first === undefined) return;
    const heard =
      objects.of('PrometheusRule').some(({ root }) => mentions(root, 'certmanager_') || mentions(root, 'probe_ssl_earliest_cert_expiry')) ||
      objects.of('VMRule').some(({ root }) => mentions(root, 'certmanager_')) ||
      releases.some(
        ({ chart, layers }) =>
          /cert-manager-mixin|x509-certificate-exporter|gatus|uptime-kuma/.test(chart) || layers.some((layer) => mentions(layer, 'certmanager_')),
      );
    if (heard) return;
    yield {
      at: first.root.get('metadata', 'name'),
      message: 'certificates are made here, but no alert looks at their renewal',
      expected: 'a PrometheusRule on certmanager_certificate_renewal_timestamp_seconds',
      received: 'none',
      why: "A Certificate stays Ready while its renewal fails, until it has ended; Let's Encrypt sends no mails any more.",
      fix: 'alert when now minus certmanager_certificate_renewal_timestamp_seconds is more than a day',
    };
  },
};
