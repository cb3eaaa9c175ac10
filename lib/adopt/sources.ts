import { readFileSync, statSync } from 'node:fs';
import { PinoutError } from '../contract/error.ts';
import { identityProviders } from '../idp/providers.ts';
import { filesBelow, type TreeFile } from '../tree/tree-files.ts';
import { originOf } from '../tree/origin.ts';
import { type Tree, treeOf } from '../tree/tree.ts';
import { stateManifests } from './state-manifests.ts';
import { stateResources } from './terraform-state.ts';

/** Where logins are adopted from, for people. */
export interface Source {
  readonly file: string;
  readonly kind: 'repository' | 'export' | 'terraform';
}

/** Larger than the export of a large authentik. */
const maxBytes = 50 * 1024 * 1024;

/**
 * Reads folders with manifests, exports of identity providers and states of Terraform into one tree. What is no manifest becomes one without any secret.
 *
 * @throws PinoutError `path-unreadable`, `export-invalid`, `state-invalid`, `adopt-nothing`
 */
export function readSources(paths: readonly string[]): { readonly tree: Tree; readonly sources: readonly Source[] } {
  const sources: Source[] = [];
  const made: TreeFile[] = [];
  const rest = paths.filter((path) => {
    refuseAbsent(path);
    const found = isFile(path) ? importedFrom(path) : undefined;
    if (found === undefined) return true;
    sources.push({ file: path, kind: found.kind });
    made.push(...found.files);
    return false;
  });
  const files = rest.length === 0 ? [] : filesBelow(rest);
  // An export may lie among manifests: its client secrets are in the clear there, and nothing reads it as a blueprint.
  const own = files.map((one): TreeFile => {
    const text = 'text' in one ? exported(one.file, one.text) : undefined;
    if (text === undefined) return one;
    sources.push({ file: one.file, kind: 'export' });
    return { file: one.file, text };
  });
  for (const path of rest) if (!sources.some(({ file }) => file === path)) sources.push({ file: path, kind: 'repository' });
  return { tree: treeOf([...own, ...made], undefined, rest.length === 0 ? undefined : originOf(rest)), sources };
}

/** @throws PinoutError `path-unreadable` */
function refuseAbsent(path: string): void {
  try {
    statSync(path);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    const found = code === 'ENOENT' ? 'not there' : code === 'ELOOP' ? 'a link that leads to itself' : `not readable (${code ?? 'unknown'})`;
    throw unreadable(path, found, 'a folder with manifests, an export or a Terraform state', 'pass the correct path');
  }
}

const unreadable = (path: string, found: string, wanted: string, fix: string): PinoutError =>
  new PinoutError({ code: 'path-unreadable', app: 'adopt', field: path, found, wanted, fix });

/** Text of a file in UTF-8. @throws PinoutError `path-unreadable` */
function textIn(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(path, `not readable (${(error as { readonly code?: string }).code ?? 'unknown'})`, 'a readable file', 'change its permissions');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  throw unreadable(
    path,
    isWide ? 'text in UTF-16, as PowerShell writes it with >' : 'not UTF-8 text',
    'UTF-8 text',
    isWide ? 'write it again: … | Out-File -Encoding utf8NoBOM FILE' : 'export or print it again, and pass that file',
  );
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function importedFrom(path: string): { readonly kind: Source['kind']; readonly files: readonly TreeFile[] } | undefined {
  if (statSync(path).size > maxBytes) throw unreadable(path, 'a file of more than 50 MiB', 'an export or a Terraform state', 'pass the correct file');
  const text = textIn(path).replace(/^\uFEFF/, '');
  const resources = stateResources(path, text);
  if (resources !== undefined) {
    const settings = identityProviders.flatMap(({ imports }) => imports?.state(resources) ?? []);
    if (settings.length === 0)
      throw new PinoutError({
        code: 'adopt-nothing',
        app: 'adopt',
        field: path,
        found: `a state with ${resources.length} resources, none of them for an identity provider that pinout can read`,
        wanted: 'resources of the provider goauthentik/authentik',
        fix: 'print the state of the module that configures authentik',
      });
    return { kind: 'terraform', files: [...settings, stateManifests(resources)].map((one, index) => ({ file: `${path}#${index}.yaml`, text: one })) };
  }
  const blueprint = exported(path, text);
  return blueprint === undefined ? undefined : { kind: 'export', files: [{ file: path, text: blueprint }] };
}

function exported(file: string, text: string): string | undefined {
  for (const { imports } of identityProviders) {
    const found = imports?.export(file, text);
    if (found !== undefined) return found;
  }
  return undefined;
}
