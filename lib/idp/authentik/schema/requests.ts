import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { supported } from '../../../contract/versions.ts';
import { packaged } from '../../../schema/packaged.ts';
import type { Schema } from '../../../schema/schema.ts';

/** What a version of authentik takes of each model that a blueprint may name: authentik's API, which blueprints go through. */
export interface Requests {
  /** Minor version, for example `2026.8`. */
  readonly version: string;
  /** Name of the schema by model; empty for a model that cannot be created so. */
  readonly models: Readonly<Record<string, string>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const minors: readonly string[] = supported.authentik;
export const newestVersion = minors.at(-1)!;
const read = new Map<string, Requests>();

/** The minor of a version, a tag or a chart's version of authentik; nothing for a range. */
export const minorOf = (version: string): string | undefined => /^(20\d\d\.\d{1,2})(?:\.\d+)?(?:-[\w.]+)?$/.exec(version)?.[1];

/** A minor version, or the nearest that is known: the newest for a newer one, the oldest for an older one. */
export const nearestKnown = (minor: string): string => (minors.includes(minor) ? minor : (minors.findLast((one) => newer(minor, one)) ?? minors[0]!));

/** The schemas of a minor version that is known. */
export function requestsOf(minor: string): Requests {
  let requests = read.get(minor);
  if (requests === undefined) {
    const newest = json('authentik.schema.json') as Omit<Requests, 'version'>;
    requests = { version: minor, models: newest.models, $defs: newest.$defs };
    if (minor !== newestVersion) {
      const { models, gone, $defs } = json(`authentik-${minor}.json`) as Omit<Requests, 'version'> & { readonly gone: readonly string[] };
      const kept = Object.entries(newest.models).filter(([name]) => !gone.includes(name));
      requests = { version: minor, models: { ...Object.fromEntries(kept), ...models }, $defs: { ...newest.$defs, ...$defs } };
    }
    read.set(minor, requests);
  }
  return requests;
}

let every: ReadonlySet<string> | undefined;

/** Names of the models of all versions that are known. */
export const everyModel = (): ReadonlySet<string> => (every ??= new Set(minors.flatMap((minor) => Object.keys(requestsOf(minor).models))));

const json = (name: string): unknown => JSON.parse(readFileSync(join(packaged, name), 'utf8'));

/** Whether a minor version is newer than another: `2026.10` than `2026.8`. */
export const newer = (one: string, than: string): boolean => numberOf(one) > numberOf(than);

function numberOf(version: string): number {
  const [year = 0, month = 0] = version.split('.').map(Number);
  return year * 100 + month;
}

/** What a text says of authentik for the files beside it: the version that it installs by the image, and whether it holds blueprints. */
export function saysOf(text: string): { readonly version?: string; readonly hasDocuments: boolean } {
  if (!text.includes('authentik')) return { hasDocuments: false };
  const [, version] = /goauthentik\/server:(20\d\d\.\d{1,2}\.\d{1,3})\b/.exec(text) ?? [];
  return { hasDocuments: /model["']?: *["']?authentik_/.test(text), ...(version === undefined ? {} : { version }) };
}

/** Whether a chart installs it. Its minor version is that of authentik. */
export const isOwnChart = (name: string): boolean => name === 'authentik';

/** Said once, where the schemas of the version that is installed are not here. */
export const notKnownHere = (installed: string, known: string): { readonly message: string; readonly fix: string } => ({
  message: `blueprints are not checked against authentik ${installed}, which is installed: its schemas are not here, and those of ${known} judge instead`,
  fix: `read what changed between ${known} and ${installed}`,
});
