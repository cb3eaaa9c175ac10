import { helpPage } from '../../contract/help-page.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';

const metric = 'certmanager_certificate';
const day = 86400;

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: 'warning' | 'critical';
  readonly summary: string;
  readonly description: string;
}

/**
 * Alerts on certificates that will not renew, by the metrics of cert-manager's internal/collectors.
 *
 * `Ready` stays true while a renewal fails, until the old certificate is dead (cert-manager/cert-manager#5434), and the usual "runs out in 21
 * days" fires on every healthy certificate of 45 days. So the first alert asks for the time at which cert-manager itself wanted to renew. The
 * timestamps are 0 for what was never issued.
 */
const alerts: readonly Alert[] = [
  {
    alert: 'CertificateRenewalOverdue',
    expr: `time() - ${metric}_renewal_timestamp_seconds > ${day} and ${metric}_renewal_timestamp_seconds > 0`,
    for: '1h',
    severity: 'warning',
    summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} should have been renewed',
    description: `The renewal is a day late, although the certificate is still Ready. Check its Challenge: "Certificates that do not renew" in ${helpPage('certificates')}.`,
  },
  {
    alert: 'CertificateExpiresSoon',
    expr: `${metric}_expiration_timestamp_seconds - time() < ${7 * day} and ${metric}_expiration_timestamp_seconds > 0`,
    for: '1h',
    severity: 'critical',
    summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} expires within a week',
    description: 'Logins at its hosts fail when it expires.',
  },
  {
    alert: 'CertificateNotReady',
    expr: `${metric}_ready_status{condition!="True"} == 1`,
    for: '1h',
    severity: 'critical',
    summary: 'The certificate {{ $labels.namespace }}/{{ $labels.name }} is not ready',
    description: 'It was never issued, or has expired.',
  },
  {
    alert: 'CertificateChallengeStuck',
    expr: `${metric}_challenge_status{status=~"pending|errored|invalid|expired"} == 1`,
    for: '2h',
    severity: 'warning',
    summary: 'The challenge for {{ $labels.domain }} ({{ $labels.namespace }}/{{ $labels.name }}) is {{ $labels.status }}',
    description: 'Reason: {{ $labels.reason }}.',
  },
  {
    alert: 'CertificateIssuerNotReady',
    expr: 'certmanager_clusterissuer_ready_status{condition!="True"} == 1',
    for: '15m',
    severity: 'warning',
    summary: 'The ClusterIssuer {{ $labels.name }} is not ready',
    description: 'It cannot issue or renew certificates.',
  },
  {
    alert: 'CertificateMetricsMissing',
    expr: `absent(${metric}_renewal_timestamp_seconds)`,
    for: '1h',
    severity: 'warning',
    summary: 'Prometheus has no metrics of cert-manager',
    description: 'Without them no certificate alert can fire.',
  },
];

/** The PrometheusRule with the alerts. @param labels what Prometheus selects rules by */
export function certificateAlerts(namespace: string, labels: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'certificates', namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      groups: [
        {
          name: 'certificates',
          rules: alerts.map(({ alert, expr, for: during, severity, summary, description }) => ({
            alert,
            expr,
            for: during,
            labels: { severity },
            annotations: { summary, description },
          })),
        },
      ],
    },
  } satisfies Written<'PrometheusRule'>;
}
