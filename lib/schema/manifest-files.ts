import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { type Walk, walkFiles } from '../tree/walk-files.ts';

/** A file to validate. `certain`: it is named, here or in a kustomization; other files are judged only when they hold an object. */
export interface ManifestFile {
  readonly path: string;
  readonly certain: boolean;
  /** It lies in the `templates` of a Helm chart: text that becomes YAML only with values. */
  readonly template?: true;
  /** A kustomization merges the file into an object. */
  readonly patch?: PatchMark;
}

/** What a kustomization says about a patch: that it is a list of operations, and the kind of its target (empty for any). */
export interface PatchMark {
  readonly json?: true;
  readonly target?: string;
}

/** Files of manifests, and what was walked to find them. */
export interface ManifestFiles extends Pick<Walk, 'folders'> {
  readonly files: readonly ManifestFile[];
  /** Links that lead out of what was named, and those that lead nowhere. */
  readonly linksNotFollowed: readonly string[];
}

/**
 * Files of manifests at some paths, in order of their names: what is named itself, and `.yaml`, `.yml` and `.json` below folders.
 *
 * @throws PinoutError `path-unreadable`
 */
export function manifestFiles(paths: readonly string[]): ManifestFiles {
  const { files: walked, folders } = walkFiles(paths, (name) => /\.(?:ya?ml|json)$/.test(name), 'validate');
  const files: ManifestFile[] = [];
  const linksNotFollowed: string[] = [];
  for (const one of walked) {
    const { file: path } = one;
    if (!('unread' in one)) files.push({ path, certain: one.isNamed, ...(isTemplate(path) ? { template: true as const } : {}) });
    else if (one.why === 'link') linksNotFollowed.push(path);
    // What went away did so while a synth wrote the tree anew. Any other reason is said, in place of what it holds.
    else if (one.why === 'closed') files.push({ path, certain: true });
  }
  return { files, folders, linksNotFollowed };
}

/** True for a file below the `templates` folder of a chart. */
function isTemplate(path: string): boolean {
  const folder = `templates${sep}`;
  if (!path.includes(folder) && !`${process.cwd()}${sep}`.includes(folder)) return false;
  const full = resolve(path);
  const at = full.lastIndexOf(`${sep}templates${sep}`);
  return at !== -1 && existsSync(join(full.slice(0, at), 'Chart.yaml'));
}
