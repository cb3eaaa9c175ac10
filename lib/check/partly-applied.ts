import { grouped } from '../contract/grouped.ts';
import type { Finding } from '../contract/finding.ts';
import type { Tree, TreeDocument } from '../tree/tree.ts';

/**
 * Tells an object of which only some fields are applied: the rest is somebody else's. Flux merges what has `kustomize.toolkit.fluxcd.io/ssa: Merge`
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources), and so does an Application with
 * `ServerSideApply=true` (argoproj/gitops-engine, pkg/sync/common/types.go).
 */
export function partlyApplied(tree: Tree): (finding: Finding) => boolean {
  const byFile = grouped(tree.documents, ({ file }) => file);
  const folders = tree.objects
    .filter(
      ({ kind, apiVersion, root }) =>
        kind === 'Application' && apiVersion.startsWith('argoproj.io/') && asks(root.get('spec', 'syncPolicy', 'syncOptions').items()),
    )
    .flatMap(({ root }) => [root.get('spec', 'source'), ...root.get('spec', 'sources').items()].flatMap((one) => one.get('path').text() ?? []))
    .map((path) => aboveOverlays(path));
  return ({ file = '', line = 1 }) => folders.some((folder) => folder !== '' && file.includes(`${folder}/`)) || isMarked(byFile.get(file) ?? [], line);
}

/** An overlay brings its base, which stands beside it. */
function aboveOverlays(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  const at = names.findIndex((name) => ['overlays', 'overlay', 'base', 'envs', 'environments'].includes(name));
  return names.slice(0, at === -1 ? names.length : at).join('/');
}

const asks = (options: readonly { readonly text: () => string | undefined }[]): boolean => options.some((one) => one.text() === 'ServerSideApply=true');

/** The document of a file at a line says it of itself. */
function isMarked(documents: readonly TreeDocument[], line: number): boolean {
  const own = documents.findLast(({ root }) => root.line <= line);
  const annotations = own?.root.get('metadata', 'annotations').entries() ?? [];
  return annotations.some(([name, node]) => {
    const value = node.text() ?? '';
    return name === 'kustomize.toolkit.fluxcd.io/ssa'
      ? value.toLowerCase() === 'merge'
      : name.endsWith('.argoproj.io/sync-options') && value.includes('ServerSideApply=true');
  });
}
