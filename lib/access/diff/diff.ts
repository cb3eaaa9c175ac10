import { compareText } from '../../contract/access.ts';
import { printable } from '../../contract/printable.ts';
import { withoutPasswords } from '../../contract/public-url.ts';
import type { Finding } from '../../contract/finding.ts';
import type { AccessModel, ClusterModel } from '../access-model.ts';
import type { AppAccess } from '../app-access.ts';
import { type Change, change, weights } from './change.ts';
import { compareCluster } from './compare-cluster.ts';
import { compareEdges } from './compare-edges.ts';
import { compareEntry } from './compare-entry.ts';
import { compareLogin, slugOfApp } from './compare-login.ts';
import { compareObjects } from './compare-objects.ts';
import { comparePeople } from './compare-people.ts';
import { compareVersionsOf } from './compare-versions.ts';
import { failsLogins } from './fails-logins.ts';
import { type AppPair, matchApps } from './match-apps.ts';
import { compareNames, renamesOf, underNewNames } from './under-new-names.ts';

/** Every change of meaning between two trees, the gravest first. */
export function diffAccess(before: AccessModel, after: AccessModel): Change[] {
  const changes = clusterPairs(before, after).flatMap(([was, is]): Change[] => {
    const name = is?.name ?? was?.name ?? '';
    const all = was === undefined || is === undefined ? wholeCluster(was, is) : compareClusters(was, is);
    return name === '' ? all : all.map((one) => ({ ...one, cluster: name }));
  });
  return inOrder([...changes, ...newFindings(before.findings, after.findings, changes)]);
}

/** Clusters of both trees: those with one name, then those that have most in common. Where each tree has one alone, these two. */
function clusterPairs(before: AccessModel, after: AccessModel): (readonly [ClusterModel | undefined, ClusterModel | undefined])[] {
  if (before.clusters.length === 1 && after.clusters.length === 1) return [[before.clusters[0], after.clusters[0]]];
  const left = new Set(before.clusters);
  const pairs = new Map<ClusterModel, ClusterModel>();
  for (const is of after.clusters) {
    const same = [...left].find(({ name }) => name !== '' && name === is.name);
    if (same === undefined) continue;
    pairs.set(is, same);
    left.delete(same);
  }
  const marks = new Map([...before.clusters, ...after.clusters].map((cluster) => [cluster, marksOf(cluster)]));
  const common = (a: ClusterModel, b: ClusterModel): number => [...marks.get(a)!].filter((mark) => marks.get(b)!.has(mark)).length;
  const rest = after.clusters.filter((one) => !pairs.has(one)).flatMap((is) => [...left].map((was) => ({ is, was, score: common(is, was) })));
  for (const { is, was, score } of rest.sort((a, b) => b.score - a.score)) {
    if (score === 0 || pairs.has(is) || !left.has(was)) continue;
    pairs.set(is, was);
    left.delete(was);
  }
  return [...after.clusters.map((is) => [pairs.get(is), is] as const), ...[...left].map((was) => [was, undefined] as const)];
}

const marksOf = ({ repository }: ClusterModel): ReadonlySet<string> =>
  new Set(repository.tree.objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));

/** A cluster that came or went. */
function wholeCluster(was: ClusterModel | undefined, is: ClusterModel | undefined): Change[] {
  return (is ?? was)!.apps.flatMap((app) =>
    isUnknown(app) ? [] : is === undefined ? compareEntry({ app, cluster: was! }, undefined) : compareEntry(undefined, { app, cluster: is }),
  );
}

function compareClusters(earlier: ClusterModel, is: ClusterModel): Change[] {
  const names = renamesOf(earlier, is);
  const was = underNewNames(earlier, names);
  const pairs = matchApps(was.apps, is.apps);
  return [
    ...pairs.flatMap((pair) => compareApp(pair, was, is)),
    ...compareCluster(was, is),
    ...compareEdges(was, is),
    ...comparePeople(was, is),
    ...compareNames(earlier, is, names),
    ...compareObjects(was, is),
    ...compareVersionsOf(was, is),
  ];
}

function compareApp({ before, after }: AppPair, was: ClusterModel, is: ClusterModel): Change[] {
  const old = before === undefined ? undefined : { app: before, cluster: was };
  // The title of an app stands at its client: without it the app keeps its name.
  const named = after !== undefined && before?.client !== undefined && after.client === undefined ? { ...after, name: before.name } : after;
  const now = named === undefined ? undefined : { app: named, cluster: is };
  const entry = compareEntry(old, now);
  if (old === undefined) return [came(now!.app), ...(isUnknown(now!.app) ? [] : entry)];
  if (now === undefined) return [...(isUnknown(old.app) ? [] : entry), ...gone(old.app, is)];
  const changes = compareLogin(old, now);
  const lost = oneEndGone(old.app, now.app);
  const [oldSlug, newSlug] = [slugOfApp(old.app), slugOfApp(now.app)];
  const left =
    oldSlug !== undefined && newSlug !== undefined && oldSlug !== newSlug && !is.repository.renamedApps.has(`${oldSlug}\n${newSlug}`)
      ? staysBehind(now.app.name, oldSlug, is, now.app.at, 'after', old.app)
      : [];
  const moved =
    old.app.name === now.app.name || newSlug !== oldSlug
      ? []
      : [change('neutral', 'name', `${old.app.name} is called ${now.app.name} from now on`, now.app.client?.name ?? now.app.at, { app: now.app.name })];
  // Without a client nobody comes in by it: what the other end alone would say is no news.
  return [...(lost.length > 0 ? [] : entry), ...changes, ...lost, ...left, ...moved];
}

/** Nothing in git says who may enter. */
const isUnknown = ({ gate, asks }: AppAccess): boolean => gate === undefined && asks.length === 0;

function came(app: AppAccess): Change {
  const { name, at, isApiserver } = app;
  const says = isApiserver
    ? `${name} is new`
    : `${name} has a login from now on${isUnknown(app) ? '; who may enter is not in git: its identity provider decides' : ''}`;
  return change('neutral', 'app', says, at, { app: name });
}

/** An app that is gone, and what is left of it. */
function gone(app: AppAccess, is: ClusterModel): Change[] {
  const slug = slugOfApp(app);
  const says = app.isApiserver
    ? `${app.name} is gone: tokens of its client are refused`
    : app.protocol === 'forward-auth'
      ? `the login before ${app.name} is gone`
      : `the login of ${app.name} is gone: all sessions of ${app.name} end`;
  return [
    change('closes', 'app', says, app.at, { app: app.name, side: 'before' }),
    ...(slug === undefined || app.client === undefined || app.isApiserver ? [] : staysBehind(app.name, slug, is, app.client.place, 'before', app)),
  ];
}

/** What an identity provider keeps that only forgets what it is told to forget. */
function staysBehind(name: string, slug: string, is: ClusterModel, at: { value: unknown; at: Change['at'] }, side: Change['side'], app: AppAccess): Change[] {
  if (app.client?.slug === undefined) return [];
  const title = app.client.idp.title;
  const tombstone = is.repository.removed.find(({ value }) => value === slug);
  if (tombstone !== undefined) return [change('neutral', 'tombstone', `${title} deletes the application \`${slug}\` and its client`, tombstone, { app: name })];
  return [
    change(
      'neutral',
      'tombstone',
      `the application \`${slug}\` and its client stay behind in ${title}: blueprints delete only what an entry with \`state: absent\` names`,
      at,
      { app: name, side },
    ),
  ];
}

/** An app that lost one of its two ends while the other stayed. */
function oneEndGone(was: AppAccess, is: AppAccess): Change[] {
  if (was.login === undefined || was.client === undefined) return [];
  if (is.login !== undefined && is.client === undefined)
    return [
      change('breaks', 'pair', `${is.name} has no client at ${was.client.idp.title} any more that fits its settings: nobody can sign in`, is.at, {
        app: is.name,
      }),
    ];
  if (is.login === undefined && is.client !== undefined && is.protocol === 'oidc')
    return [change('breaks', 'pair', `the settings of ${is.name} do not name its client any more: nobody can sign in by it`, is.at, { app: is.name })];
  return [];
}

/** Logins that fail by what a rule finds in the newer tree and did not find before. What was said of an app in other words is left out. */
function newFindings(before: readonly Finding[], after: readonly Finding[], changes: readonly Change[]): Change[] {
  const key = ({ code, message }: Finding) => `${code} ${message}`;
  const old = new Set(before.map(key));
  const reported = new Set(changes.filter(({ weight }) => weight === 'breaks').map(({ at }) => `${at.file}:${at.line}`));
  const said = new Set<string>();
  return after.flatMap((finding): Change[] => {
    const { code, severity, suppressed, file = '', line = 1, column = 1, path = '', message } = finding;
    if (
      severity !== 'error' ||
      suppressed !== undefined ||
      !failsLogins.has(code) ||
      old.has(key(finding)) ||
      reported.has(`${file}:${line}`) ||
      said.has(key(finding))
    )
      return [];
    said.add(key(finding));
    return [{ weight: 'breaks', about: code, says: message, side: 'after', at: { file, line, column, path } }];
  });
}

function inOrder(changes: readonly Change[]): Change[] {
  const once = new Map(changes.map((one) => [`${one.cluster ?? ''} ${one.weight} ${one.says}`, { ...one, says: printable(withoutPasswords(one.says)) }]));
  return [...once.values()].sort(
    (a, b) =>
      weights.indexOf(a.weight) - weights.indexOf(b.weight) ||
      compareText(a.cluster ?? '', b.cluster ?? '') ||
      compareText(a.app ?? '', b.app ?? '') ||
      compareText(a.says, b.says),
  );
}
