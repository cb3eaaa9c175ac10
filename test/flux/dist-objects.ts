import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { type Definition, openDefinition, realDefinitions } from './assets.ts';

/** Definitions as their projects publish them, as far as they are at hand. */
export const realOnes = realDefinitions();

/** Objects of a dist, by the file of each. */
export function objectsOf(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !path.startsWith('manual') && !path.endsWith('kustomization.yaml'))
    .map((path) => parseDocument(readFileSync(join(folder, path), 'utf8')).toJS() as Manifest);
}

const builtIn = /^(?:v1|apps\/|batch\/|rbac\.|networking\.k8s|policy\/|autoscaling\/|admissionregistration|apiextensions|storage\.|scheduling\.)/;

/** Definitions of all kinds in a dist and of those that Flux watches: the real ones, and open ones where these are not at hand. */
export function definitionsFor(objects: readonly Manifest[]): Definition[] {
  const wanted = new Map<string, Definition>();
  const want = (apiVersion: string, kind: string, scope: 'Namespaced' | 'Cluster') => {
    const group = apiVersion.split('/')[0]!;
    const found = realOnes.find((one) => one.group === group && one.kind === kind) ?? openDefinition(apiVersion, kind, scope);
    wanted.set(`${group} ${kind}`, found);
  };
  for (const kind of ['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket', 'ExternalArtifact'])
    want('source.toolkit.fluxcd.io/v1', kind, 'Namespaced');
  want('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'Namespaced');
  want('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'Namespaced');
  for (const { apiVersion, kind, metadata } of objects)
    if (!builtIn.test(apiVersion)) want(apiVersion, kind, metadata.namespace === undefined ? 'Cluster' : 'Namespaced');
  return [...wanted.values()];
}

/** The condition `Ready`. */
export interface Ready {
  readonly type: string;
  readonly status: string;
  readonly message: string;
}
/** What the controller says of an object. */
export const readyOf = (object: Manifest): Ready | undefined =>
  ((object['status'] ?? {}) as { conditions?: Ready[] }).conditions?.find(({ type }) => type === 'Ready');
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
