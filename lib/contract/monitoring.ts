import { PinoutError, show } from './error.ts';
import { slugName } from './names.ts';
import { choice, object, record, text } from './shape.ts';

/** Where prometheus-operator, which reads monitors and alert rules, comes from. */
export type MonitoringInput = (
  | {
      /** Name of the app whose chart brings it: a Grafana with kube-prometheus-stack. */
      readonly app: string;
      readonly operator?: never;
    }
  | { readonly operator: 'present'; readonly app?: never }
) & {
  /** Labels that Prometheus selects monitors and rules by. `release: APP` unless given, which is what kube-prometheus-stack asks for. */
  readonly labels?: Readonly<Record<string, string>>;
};

/** The options of monitoring. */
export const monitoringShape = object<MonitoringInput>({ app: text, operator: choice('present'), labels: record(text) });

/** Monitoring, checked and complete. */
export interface Monitoring {
  /** The app that brings the operator; absent when it is there before. */
  readonly app?: string;
  readonly labels: Readonly<Record<string, string>>;
}

const at = (field: string) => ({ app: 'cluster', field: `monitoring${field}` });

/**
 * @throws PinoutError `monitoring-operator`, `label-invalid`
 * @example checkedMonitoring({ app: 'grafana' }) // { app: 'grafana', labels: { release: 'grafana' } }
 */
export function checkedMonitoring(input: MonitoringInput): Monitoring {
  const app: unknown = input?.app;
  const operator: unknown = input?.operator;
  if ((app === undefined) === (operator === undefined) || (operator !== undefined && operator !== 'present'))
    throw new PinoutError({
      code: 'monitoring-operator',
      ...at(''),
      found: show(input),
      wanted: "either the app that installs prometheus-operator, or operator: 'present' if it already runs",
      fix: "write monitoring: { app: 'grafana' }",
    });
  const name = app === undefined ? {} : { app: slugName(app, at('.app')) };
  const labels: Readonly<Record<string, unknown>> = input.labels ?? (app === undefined ? {} : { release: app });
  return { ...name, labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, label(key, value)])) };
}

function label(key: string, value: unknown): string {
  const text = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
  const name = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
  if (typeof value === 'string' && text.test(value) && name.test(key)) return value;
  throw new PinoutError({
    code: 'label-invalid',
    ...at(`.labels.${key}`),
    found: show(value),
    wanted: 'a Kubernetes label: at most 63 letters, digits and - _ .',
    fix: "write labels: { release: 'grafana' }",
  });
}
