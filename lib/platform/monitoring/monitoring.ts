import type { Facts } from '../../contract/facts.ts';
import type { Folder, Placed } from '../../manifest/manifest.ts';
import { certManagerNamespace } from '../certificates/cert-manager.ts';
import { emptyPart, type Part } from '../part.ts';
import { certificateAlerts } from './certificate-alerts.ts';
import { serviceMonitor } from './service-monitor.ts';

/** Folder of monitors and alerts: it waits for the app that brings prometheus-operator, and with it their CRDs. */
export const monitoringFolder: Folder = 'platform/monitoring';

/**
 * Monitors of what runs under the apps, and alerts.
 *
 * They cannot be values of the charts: prometheus-operator usually comes with Grafana, Grafana waits for authentik, and authentik's chart would wait
 * for the CRD of its ServiceMonitor.
 */
export function monitoring(facts: Facts): Part {
  if (facts.monitoring === undefined) return emptyPart;
  const { labels, app } = facts.monitoring;
  const certManager = {
    name: 'cert-manager',
    namespace: certManagerNamespace,
    selector: { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' },
    port: 'http-metrics',
    honorLabels: true,
  };
  const objects = [
    ...(facts.idp.existing === undefined ? facts.idp.metrics : []).map((one) => serviceMonitor({ ...one, namespace: facts.idp.namespace }, labels)),
    ...(facts.certificates === undefined ? [] : [serviceMonitor(certManager, labels), certificateAlerts(certManagerNamespace, labels)]),
  ];
  return {
    ...emptyPart,
    placed: objects.map((object): Placed => ({ folder: monitoringFolder, from: 'cluster', object })),
    needed:
      app === undefined ? [{ kind: 'CustomResourceDefinition', namespace: '', name: 'servicemonitors.monitoring.coreos.com', why: 'prometheus-operator' }] : [],
  };
}
