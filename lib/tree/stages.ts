const stage = /(?<![a-z])(?:prod(?:uction)?|stag(?:e|ing)|dev(?:elopment)?|test(?:ing)?|qa|live|preview|canary)(?![a-z])/gi;

/** Whether two paths are of stages that say so: `staging/grafana.yaml` and `production/grafana.yaml`. */
export const areNamedStages = (a: string, b: string): boolean => a !== b && a.replace(stage, '') === b.replace(stage, '');

/** Whether two paths look like one file of two clusters or stages: `a/grafana.yaml` and `b/grafana.yaml`. */
export function areStages(a: string, b: string): boolean {
  if (a === b) return false;
  if (areNamedStages(a, b)) return true;
  const [left, right] = [a.split('/'), b.split('/')];
  return left.length === right.length && left.at(-1) === right.at(-1) && left.filter((part, index) => part !== right[index]).length === 1;
}
