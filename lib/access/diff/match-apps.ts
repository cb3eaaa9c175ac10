import { grouped } from '../../contract/grouped.ts';
import type { AppAccess } from '../app-access.ts';

/** An app before and after; one of the two is missing where it came or went. */
export interface AppPair {
  readonly before?: AppAccess;
  readonly after?: AppAccess;
}

/** What one app has in common with itself, the surest first. A name alone is the last: a rename keeps the object. */
const ways: readonly ((app: AppAccess) => string | undefined)[] = [
  (app) => join(objectOf(app), clientOf(app), app.hosts.join()),
  (app) => join(objectOf(app), clientOf(app)),
  (app) => join(clientOf(app), app.client?.idp.name),
  (app) => join(objectOf(app), app.login?.container?.image),
  objectOf,
  (app) => (app.hosts.length === 0 ? undefined : app.hosts.join()),
  ({ name }) => name,
];

/** Finds each app of one tree in the other. kube-apiserver is never another app. */
export function matchApps(before: readonly AppAccess[], after: readonly AppAccess[]): AppPair[] {
  const left = new Set(before);
  const found = new Map<AppAccess, AppAccess>();
  for (const way of ways) {
    const index = grouped(left, (app) => keyOf(app, way));
    for (const app of after) {
      if (found.has(app)) continue;
      const one = index.get(keyOf(app, way) ?? '')?.find((each) => left.has(each));
      if (one === undefined) continue;
      found.set(app, one);
      left.delete(one);
    }
  }
  return [
    ...after.map((app): AppPair => ({ ...(found.has(app) ? { before: found.get(app)! } : {}), after: app })),
    ...[...left].map((app): AppPair => ({ before: app })),
  ];
}

function keyOf(app: AppAccess, way: (typeof ways)[number]): string | undefined {
  const key = way(app);
  return key === undefined ? undefined : `${app.isApiserver ? 'apiserver' : app.protocol} ${key}`;
}

const join = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts[0] === undefined || parts[0] === '' ? undefined : parts.map((part) => part ?? '').join(' ');

function objectOf({ login }: AppAccess): string | undefined {
  if (login === undefined) return undefined;
  const { kind, namespace, name } = login.object;
  return kind === 'file' ? undefined : `${kind} ${namespace}/${name}`;
}

const clientOf = ({ login, client }: AppAccess): string | undefined =>
  client?.slug?.value ?? client?.clientId?.value ?? login?.clientId?.value ?? client?.label;
