import type { Severity } from '../../contract/finding.ts';
import { addTo } from '../../contract/add-to.ts';
import type { AccessModel } from '../access-model.ts';
import type { AppAccess } from '../app-access.ts';

/** A finding as the map shows it. */
export interface MapFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly at: string;
}

/** Each finding with the login whose end it is in: the last one that begins before it in its file. */
export function findingsByApp(model: AccessModel): { readonly byApp: ReadonlyMap<AppAccess, readonly MapFinding[]>; readonly rest: readonly MapFinding[] } {
  const ends = new Map<string, { readonly line: number; readonly app: AppAccess }[]>();
  for (const app of model.clusters.flatMap((cluster) => cluster.apps))
    for (const seen of [app.login?.at, app.client?.place]) if (seen !== undefined) addTo(ends, seen.at.file, { line: seen.at.line, app });
  const byApp = new Map<AppAccess, MapFinding[]>();
  const rest: MapFinding[] = [];
  for (const { code, severity, suppressed, message, fix = '', file = '', line = 1 } of model.findings) {
    if (suppressed !== undefined) continue;
    const shown: MapFinding = { code, severity, message, fix, at: file === '' ? '' : `${file}:${line}` };
    const here = ends.get(file) ?? [];
    const before = here.filter((end) => end.line <= line);
    const owner = (before.length > 0 ? before.reduce((best, one) => (one.line > best.line ? one : best)) : here[0])?.app;
    if (owner === undefined) rest.push(shown);
    else addTo(byApp, owner, shown);
  }
  return { byApp, rest };
}
