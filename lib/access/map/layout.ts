import untyped from '@dagrejs/dagre';
import type { MapApp, MapCluster, MapGroup } from './map-data.ts';

/** What is used of dagre, whose own declarations do not resolve in modules of Node. */
interface Dagre {
  readonly graphlib: { readonly Graph: new () => Graph };
  readonly layout: (graph: Graph) => void;
}

interface Graph {
  readonly setGraph: (label: Readonly<Record<string, unknown>>) => void;
  readonly setDefaultEdgeLabel: (label: () => object) => void;
  readonly setNode: (id: string, label: { readonly width: number; readonly height: number }) => void;
  readonly setEdge: (from: string, to: string) => void;
  readonly node: (id: string) => { readonly x: number; readonly y: number };
}

const dagre = untyped as unknown as Dagre;

/** Sizes of the picture, in pixels. */
export const sizes = {
  app: { width: 244, height: 50 },
  group: { width: 196, height: 32 },
  between: 190,
  wire: 300,
  pillar: 128,
  gap: 14,
  section: 44,
  margin: 24,
} as const;

export interface Box<Item> {
  readonly item: Item;
  readonly x: number;
  readonly y: number;
}

/** Apps of one identity provider, with the groups that may enter them. */
export interface Section {
  readonly provider: string;
  readonly apps: readonly Box<MapApp>[];
  readonly groups: readonly Box<MapGroup>[];
  readonly top: number;
  readonly bottom: number;
}

export interface Layout {
  readonly sections: readonly Section[];
  readonly width: number;
  readonly height: number;
}

/** A part of the graph that is larger than this is put in order by hand: dagre's time grows with the square. */
const mostNodes = 160;

/** Places groups at the left, apps in the middle, and each identity provider as one pillar at the right. Connected parts are laid out by dagre and stacked. */
export function layoutOf({ apps, groups }: MapCluster): Layout {
  const width = sizes.margin * 2 + sizes.group.width + sizes.between + sizes.app.width + sizes.wire + sizes.pillar;
  let y: number = sizes.margin;
  const sections = [...new Set(apps.map(({ provider }) => provider))].map((provider): Section => {
    const own = apps.filter((app) => app.provider === provider);
    const top = y;
    const placed = { apps: [] as Box<MapApp>[], groups: [] as Box<MapGroup>[] };
    for (const part of partsOf(own, groups)) {
      const size = part.apps.length + part.groups.length <= mostNodes ? byDagre(part) : byOrder(part);
      placed.apps.push(...size.apps.map((box) => ({ ...box, y: box.y + y })));
      placed.groups.push(...size.groups.map((box) => ({ ...box, y: box.y + y })));
      y += size.height + sizes.gap;
    }
    const bottom = y - sizes.gap;
    y += sizes.section - sizes.gap;
    return { provider, ...placed, top, bottom };
  });
  return { sections, width, height: Math.max(y - sizes.section + sizes.margin, sizes.margin * 2) };
}

interface Part {
  readonly apps: readonly MapApp[];
  readonly groups: readonly MapGroup[];
}

/** Connected parts, the largest first; apps that nobody is known to enter come last. */
function partsOf(apps: readonly MapApp[], groups: readonly MapGroup[]): Part[] {
  const part = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    while (part.get(at) !== at) at = part.get(at)!;
    part.set(id, at);
    return at;
  };
  const groupIds = new Set(groups.map(({ id }) => id));
  for (const { id } of apps) part.set(id, id);
  for (const { id, entries } of apps)
    for (const { group } of entries) {
      if (group === undefined || !groupIds.has(group)) continue;
      if (!part.has(group)) part.set(group, group);
      part.set(root(group), root(id));
    }
  const parts = new Map<string, { apps: MapApp[]; groups: MapGroup[] }>();
  const of = (id: string) => {
    const key = root(id);
    if (!parts.has(key)) parts.set(key, { apps: [], groups: [] });
    return parts.get(key)!;
  };
  for (const app of apps) of(app.id).apps.push(app);
  for (const group of groups) if (part.has(group.id)) of(group.id).groups.push(group);
  return [...parts.values()].sort(
    (a, b) => Number(a.groups.length === 0) - Number(b.groups.length === 0) || b.apps.length + b.groups.length - (a.apps.length + a.groups.length),
  );
}

const left = { group: sizes.margin, app: sizes.margin + sizes.group.width + sizes.between };

type Placed = { readonly apps: Box<MapApp>[]; readonly groups: Box<MapGroup>[]; readonly height: number };

function byDagre({ apps, groups }: Part): Placed {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: sizes.gap, ranksep: sizes.between, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of groups) graph.setNode(id, { ...sizes.group });
  for (const { id } of apps) graph.setNode(id, { ...sizes.app });
  for (const { id, entries } of apps) for (const { group } of entries) if (group !== undefined) graph.setEdge(group, id);
  dagre.layout(graph);
  const top = (id: string, height: number): number => Math.round(graph.node(id).y - height / 2);
  const boxes = {
    apps: apps.map((item) => ({ item, x: left.app, y: top(item.id, sizes.app.height) })),
    groups: groups.map((item) => ({ item, x: left.group, y: top(item.id, sizes.group.height) })),
  };
  const ends = [...boxes.apps.map(({ y }) => y + sizes.app.height), ...boxes.groups.map(({ y }) => y + sizes.group.height)];
  const starts = [...boxes.apps, ...boxes.groups].map(({ y }) => y);
  const shift = Math.min(...starts);
  return {
    apps: boxes.apps.map((box) => ({ ...box, y: box.y - shift })),
    groups: boxes.groups.map((box) => ({ ...box, y: box.y - shift })),
    height: Math.max(...ends) - shift,
  };
}

/** How often groups and apps take turns to move to the middle of what they belong to. */
const turns = 12;

/** Apps one below the other, near the groups that open them; each group at the middle of its apps. */
function byOrder(part: Part): Placed {
  const step = sizes.app.height + sizes.gap;
  const { apps, groups, wanted } = inOrder(part);
  let next = 0;
  const boxes = groups.map((item) => {
    const y = Math.max(next, Math.round(wanted.get(item.id)! * step + (sizes.app.height - sizes.group.height) / 2));
    next = y + sizes.group.height + sizes.gap / 2;
    return { item, x: left.group, y };
  });
  return { apps: apps.map((item, index) => ({ item, x: left.app, y: index * step })), groups: boxes, height: Math.max(apps.length * step - sizes.gap, next) };
}

/** Orders both sides by the mean place of their neighbours (the barycentre heuristic of layered drawings), with few crossings and in linear time. */
function inOrder(part: Part): Part & { readonly wanted: ReadonlyMap<string, number> } {
  let [apps, groups] = [[...part.apps], [...part.groups]];
  const known = new Set(groups.map(({ id }) => id));
  const groupsOf = new Map(apps.map(({ id, entries }) => [id, entries.flatMap(({ group }) => (group !== undefined && known.has(group) ? [group] : []))]));
  const appsOf = new Map(groups.map(({ id }) => [id, [] as string[]]));
  for (const [app, list] of groupsOf) for (const group of list) appsOf.get(group)!.push(app);
  const mean = (ids: readonly string[], at: ReadonlyMap<string, number>): number => ids.reduce((sum, id) => sum + at.get(id)!, 0) / Math.max(ids.length, 1);
  const sorted = <Item extends { readonly id: string }>(
    items: readonly Item[],
    near: ReadonlyMap<string, readonly string[]>,
    at: ReadonlyMap<string, number>,
  ) => {
    const means = new Map(items.map(({ id }) => [id, mean(near.get(id)!, at)]));
    return { items: [...items].sort((a, b) => means.get(a.id)! - means.get(b.id)!), means };
  };
  const places = (items: readonly { readonly id: string }[]) => new Map(items.map(({ id }, index) => [id, index]));
  let wanted: ReadonlyMap<string, number> = new Map();
  for (let turn = 0; turn < turns; turn += 1) {
    apps = sorted(apps, groupsOf, places(groups)).items;
    ({ items: groups, means: wanted } = sorted(groups, appsOf, places(apps)));
  }
  return { apps, groups, wanted };
}
