import type { Located } from '../../contract/observed.ts';
import { compareText } from '../../contract/access.ts';
import { withoutPasswords } from '../../contract/public-url.ts';
import type { LoginRow } from '../../check/login-row.ts';
import type { AccessModel, ClusterModel } from '../access-model.ts';
import type { AppAccess } from '../app-access.ts';
import { grantText } from '../cluster-access.ts';
import { subjectText } from '../diff/subjects.ts';
import { mayOpen } from '../who.ts';
import { findingsByApp, type MapFinding } from './findings-by-app.ts';
import { travelOf } from './travel.ts';

/** A place in the repository: `file:line`. */
export type MapPlace = string;

/** Who may enter an app, in one line. */
export interface MapEntry {
  /** Id of the group; undefined for sets of groups and for users. */
  readonly group?: string;
  readonly who: string;
  readonly roles: readonly string[];
  readonly isSure: boolean;
  readonly by: string;
  readonly at: MapPlace;
}

export interface MapApp {
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  readonly isApiserver: boolean;
  readonly provider: string;
  readonly hosts: readonly string[];
  readonly scopes: readonly string[];
  readonly secret?: string;
  readonly clientId?: string;
  readonly entries: readonly MapEntry[];
  /** How a token comes to the app, step by step. */
  readonly travel: readonly string[];
  readonly appEnd?: MapPlace;
  readonly idpEnd?: MapPlace;
  readonly findings: readonly MapFinding[];
  /** Why one of its ends is missing. */
  readonly unpaired?: string;
}

export interface MapGroup {
  readonly id: string;
  readonly name: string;
  /** Everyone who can sign in, as if they were a group. */
  readonly isEveryone: boolean;
  readonly members: readonly string[];
}

export interface MapRight {
  readonly who: string;
  readonly role: string;
  readonly at: MapPlace;
}

export interface MapCluster {
  readonly name: string;
  readonly apps: readonly MapApp[];
  readonly groups: readonly MapGroup[];
  readonly rights: readonly MapRight[];
}

/** What the map shows. Nothing in it is secret: names, places, and what is public by its nature. */
export interface MapData {
  readonly clusters: readonly MapCluster[];
  /** Findings that are about no login. */
  readonly findings: readonly MapFinding[];
  readonly strange: readonly { readonly app: string; readonly why: string; readonly at: MapPlace }[];
  readonly documents: number;
}

const place = ({ at }: Located<unknown>): MapPlace => `${at.file}:${at.line}`;

/** Makes the data of a map out of the model. */
export function mapData(model: AccessModel): MapData {
  const rows = model.result.logins();
  const { byApp, rest } = findingsByApp(model);
  const unpaired = new Map(rows.map((row) => [place(row.at), row]));
  let number = 0;
  const clusters = model.clusters.map((cluster, index): MapCluster => {
    const groups = new Map<string, MapGroup>();
    const apps = cluster.apps.map((app): MapApp =>
      appOf(app, cluster, `a${number++}`, (name) => groupOf(name, index, cluster, groups), byApp.get(app) ?? [], unpaired),
    );
    const rights = cluster.cluster.grants.map((grant): MapRight => ({
      who: `${grant.kind === 'User' ? 'user ' : ''}${grant.subject}`,
      role: grantText(grant).replaceAll('`', ''),
      at: place(grant.at),
    }));
    return {
      name: cluster.name,
      apps: [...apps].sort((a, b) => compareText(a.provider, b.provider) || compareText(a.name.toLowerCase(), b.name.toLowerCase())),
      groups: [...groups.values()].sort((a, b) => Number(b.isEveryone) - Number(a.isEveryone) || compareText(a.name, b.name)),
      rights: rights.sort((a, b) => compareText(a.who, b.who) || compareText(a.role, b.role)),
    };
  });
  return {
    clusters,
    findings: rest,
    strange: rows
      .filter(({ read }) => read === 'neither')
      .map(({ app, why = '', at, settings = [] }) => ({
        app,
        why: `${why}${settings.length === 0 ? '' : `: ${settings.slice(0, 6).join(', ')}`}`,
        at: place(at),
      })),
    documents: model.documents,
  };
}

/** The group of an entry; a group that only a role names is none of the map. */
function groupOf(name: string | undefined, cluster: number, { repository }: ClusterModel, groups: Map<string, MapGroup>): string {
  const key = name ?? '';
  const known = groups.get(key);
  if (known !== undefined) return known.id;
  const members =
    name === undefined ? [] : repository.groupFacts.filter((one) => one.name.value === name).flatMap((one) => one.members.map(({ value }) => value));
  const group: MapGroup = {
    id: `g${cluster}-${groups.size}`,
    name: name ?? 'everyone who can sign in',
    isEveryone: name === undefined,
    members: [...new Set(members)].sort(compareText),
  };
  groups.set(key, group);
  return group.id;
}

function appOf(
  app: AppAccess,
  cluster: ClusterModel,
  id: string,
  groupId: (name: string | undefined) => string,
  findings: readonly MapFinding[],
  rows: ReadonlyMap<string, LoginRow>,
): MapApp {
  const { login, client } = app;
  // Where nothing in git decides, a line from everyone would say more than is known.
  const isUnknown = app.gate === undefined && app.asks.length === 0;
  const entries = mayOpen(cluster, app).map(({ subject, verdict }): MapEntry => {
    const isGroup = subject.kind === 'everyone' || (subject.kind === 'groups' && subject.names.length === 1);
    return {
      ...(isGroup && !(isUnknown && subject.kind === 'everyone') ? { group: groupId(subject.kind === 'everyone' ? undefined : subject.names[0]) } : {}),
      who: isUnknown && subject.kind === 'everyone' ? 'whom the identity provider lets in' : subjectText(subject).replaceAll('`', ''),
      roles: verdict.roles.map(({ role }) => role.replaceAll('`', '')),
      isSure: verdict.enters === 'yes',
      by: verdict.by.replaceAll('`', ''),
      at: place(verdict.at),
    };
  });
  const secret = login?.secret?.name.value ?? client?.clientSecret?.name ?? client?.secret?.name.value;
  const row = rows.get(place(app.at));
  const why =
    login === undefined || client === undefined
      ? (row?.why ?? (login === undefined ? "the app's end was not found" : "the identity provider's end was not found"))
      : undefined;
  return {
    id,
    name: app.name,
    protocol: app.protocol === 'forward-auth' ? 'forward-auth' : 'OpenID Connect',
    isApiserver: app.isApiserver,
    provider: app.provider ?? 'unknown identity provider',
    hosts: app.hosts.map(withoutPasswords),
    scopes: [...new Set((login?.scopes ?? client?.scopes ?? []).map(({ value }) => value))],
    ...(secret === undefined ? {} : { secret }),
    ...((login?.clientId ?? client?.clientId) === undefined ? {} : { clientId: (login?.clientId ?? client?.clientId)!.value }),
    entries: withoutRepeats(entries),
    travel: travelOf(app).map(withoutPasswords),
    ...(login === undefined ? {} : { appEnd: place(login.at) }),
    ...(client === undefined ? {} : { idpEnd: place(client.place) }),
    findings,
    ...(why === undefined ? {} : { unpaired: why }),
  };
}

/** Where everyone may enter, a group stays only for a role that others have not. */
function withoutRepeats(entries: readonly MapEntry[]): MapEntry[] {
  const everyone = entries.find(({ who }) => who === 'everyone who can sign in');
  return everyone === undefined ? [...entries] : entries.filter((one) => one === everyone || one.roles.join() !== everyone.roles.join());
}
