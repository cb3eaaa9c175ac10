import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { buildAssets, findAssets, howToGetAssets } from '../apiserver/assets.ts';
import { upstreamCrds } from '../support/upstream.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';

/** The version that the Go module in assets/ requires. */
export const controllerVersion = '1.9.4';

const here = fileURLToPath(new URL('assets', import.meta.url));

const cacheFolder = (): string =>
  join(process.env['PINOUT_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pinout'), 'flux', controllerVersion);

/**
 * The path of kustomize-controller: on PATH, in the cache, or built once with Go (about 5 minutes on 2 cores). Undefined when one of it and
 * kube-apiserver cannot be had; then stderr says how to get it, and with PINOUT_REAL=all it is an error.
 */
export function controller(): string | undefined {
  const found = [...(process.env['PATH'] ?? '').split(delimiter), cacheFolder()]
    .map((folder) => join(folder, 'kustomize-controller'))
    .find((path) => existsSync(path));
  const path = found ?? built();
  if (path !== undefined && (findAssets() ?? buildAssets()) !== undefined) return path;
  const message =
    path === undefined
      ? `kustomize-controller ${controllerVersion} is not there: install Go 1.26 or later, the suite then builds it into ${cacheFolder()}`
      : howToGetAssets;
  if (process.env['PINOUT_REAL'] === 'all') throw new Error(message);
  console.warn(`skipped: ${message}`);
  return undefined;
}

function built(): string | undefined {
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  mkdirSync(cacheFolder(), { recursive: true });
  const path = join(cacheFolder(), 'kustomize-controller');
  process.stderr.write(`building kustomize-controller ${controllerVersion} into ${cacheFolder()}\n`);
  const { status, stderr } = spawnSync(
    'nice',
    ['go', 'build', '-p', '2', '-trimpath', '-mod=readonly', '-ldflags', '-s -w', '-o', path, 'github.com/fluxcd/kustomize-controller'],
    { cwd: here, env: { ...process.env, CGO_ENABLED: '0' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`go build of kustomize-controller failed:\n${stderr}`);
  return path;
}

/** A CustomResourceDefinition, and whether it is the real one. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly object: Manifest;
}

/** CRDs as their projects publish them, as far as they are at hand. */
export function realDefinitions(): Definition[] {
  return upstreamCrds()
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest | null))
    .flatMap((object) => {
      if (object?.kind !== 'CustomResourceDefinition') return [];
      const { group, names } = object['spec'] as { group: string; names: { kind: string } };
      return [{ group, kind: names.kind, object }];
    });
}

/** A definition that takes anything, for a kind whose real one is not at hand. */
export function openDefinition(apiVersion: string, kind: string, scope: 'Namespaced' | 'Cluster'): Definition {
  const [group = '', version = ''] = apiVersion.split('/');
  const lower = kind.toLowerCase();
  const plural = /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    group,
    kind,
    object: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      // Groups of Kubernetes itself are protected.
      metadata: {
        name: `${plural}.${group}`,
        ...(group.endsWith('.k8s.io') ? { annotations: { 'api-approved.kubernetes.io': 'unapproved, of a test' } } : {}),
      },
      spec: {
        group,
        scope,
        names: { kind, plural, singular: lower, listKind: `${kind}List` },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } },
            subresources: { status: {} },
          },
        ],
      },
    },
  };
}
