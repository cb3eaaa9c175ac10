import type { Severity } from '../../contract/finding.ts';
import type { Located } from '../../contract/observed.ts';
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
  const add = (seen: Located<unknown> | undefined, app: AppAccess): void => {
    if (seen === undefined) return;
    const list = ends.get(seen.at.file);
    const end = { line: seen.at.line, app };
    if (list === undefined) ends.set(seen.at.file, [end]);
    else list.push(end);
  };
  const apps = model.clusters.flatMap((cluster) => cluster.apps);
  for (const app of apps) {
    add(app.login?.at, app);
    add(app.client?.place, app);
  }
  const byApp = new Map<AppAccess, MapFinding[]>();
  const rest: MapFinding[] = [];
  for (const { code, severity, suppressed, message, fix = '', file = '', line = 1 } of model.findings) {
    if (suppressed !== undefined) continue;
    const shown: MapFinding = { code, severity, message, fix, at: file === '' ? '' : `${file}:${line}` };
    const here = ends.get(file) ?? [];
    const before = here.filter((end) => end.line <= line);
    const owner = (before.length > 0 ? before.reduce((best, one) => (one.line > best.line ? one : best)) : here[0])?.app;
    if (owner === undefined) rest.push(shown);
    else byApp.set(owner, [...(byApp.get(owner) ?? []), shown]);
  }
  return { byApp, rest };
}
