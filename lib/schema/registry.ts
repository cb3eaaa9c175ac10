import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './checks/check.ts';
import { compile } from './compile.ts';
import { packaged } from './packaged.ts';
import { ruleCheck } from './rule.ts';
import type { Schema } from './schema.ts';

/** A file of schemas below imports/: each kind is `$defs` under `Kind.version.group`. */
interface SchemaFile {
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** `Kind.version.group`, or `Kind.version` for the core group. */
export function kindId(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? `${kind}.${apiVersion}` : `${kind}.${apiVersion.slice(slash + 1)}.${apiVersion.slice(0, slash)}`;
}

/** Kinds and their checks. Files are read, and kinds compiled, when the first document asks for them. */
export class Registry {
  private readonly homes = new Map<string, string>();
  private readonly files = new Map<string, SchemaFile>();
  private readonly checks = new Map<string, Check>();

  private versions: Map<string, string[]> | undefined;
  private names: Set<string> | undefined;
  /** Files of schemas below the user's imports that are broken: kinds in them are not known. */
  readonly broken: readonly string[];

  /** @param imports the user's own imports folder: `crds/*.schema.json` in it are known too */
  constructor(imports?: string) {
    const index = JSON.parse(readFileSync(join(packaged, 'index.json'), 'utf8')) as { $defs: Record<string, string> };
    for (const [id, file] of Object.entries(index.$defs)) this.homes.set(id, join(packaged, `${file}.schema.json`));
    const broken: string[] = [];
    for (const file of ownSchemaFiles(imports)) {
      try {
        const { $defs } = this.file(file);
        // Compiled now: a schema that somebody edited by hand may be of any form.
        for (const id of Object.keys($defs)) {
          if (!id.includes('.')) continue;
          compile($defs[id]!, $defs, { nulls: 'strict', close: true, rule: ruleCheck });
          this.homes.set(id, file);
        }
      } catch {
        broken.push(file);
      }
    }
    this.broken = broken;
  }

  /** The check of a kind, or nothing when the kind is not known. */
  checkOf(apiVersion: string, kind: string): Check | undefined {
    const id = kindId(apiVersion, kind);
    let check = this.checks.get(id);
    const home = this.homes.get(id);
    if (check !== undefined || home === undefined) return check;
    const { $defs } = this.file(home);
    const nulls = home === join(packaged, 'kubernetes.schema.json') || id.endsWith('.kustomize.config.k8s.io') ? 'absent' : 'strict';
    check = compile($defs[id]!, $defs, { nulls, close: true, rule: ruleCheck, isOurs: home.startsWith(packaged) });
    this.checks.set(id, check);
    return check;
  }

  /** The schema of a kind with the definitions that it refers to. */
  schemaOf(apiVersion: string, kind: string): { readonly schema: Schema; readonly definitions: Readonly<Record<string, Schema>> } | undefined {
    const id = kindId(apiVersion, kind);
    const home = this.homes.get(id);
    if (home === undefined) return undefined;
    const { $defs } = this.file(home);
    return { schema: $defs[id]!, definitions: $defs };
  }

  /** Every kind that is known, as `Kind.version.group`. */
  ids(): string[] {
    return [...this.homes.keys()];
  }

  /** The apiVersions in which a kind is known. */
  versionsOf(kind: string): string[] {
    if (this.versions === undefined) {
      this.versions = new Map();
      for (const id of this.homes.keys()) {
        const [name = '', version = '', ...group] = id.split('.');
        const apiVersion = group.length === 0 ? version : `${group.join('.')}/${version}`;
        this.versions.set(name, [...(this.versions.get(name) ?? []), apiVersion]);
      }
    }
    return this.versions.get(kind) ?? [];
  }

  /** Names of all kinds. */
  kinds(): Set<string> {
    this.names ??= new Set(this.ids().map((id) => id.slice(0, id.indexOf('.'))));
    return this.names;
  }

  private file(path: string): SchemaFile {
    let found = this.files.get(path);
    if (found === undefined) {
      found = JSON.parse(readFileSync(path, 'utf8')) as SchemaFile;
      this.files.set(path, found);
    }
    return found;
  }
}

/** What `pinout import` wrote for kinds of one's own. */
export function ownSchemaFiles(imports: string | undefined): string[] {
  const folder = imports === undefined ? undefined : join(imports, 'crds');
  if (folder === undefined || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort()
    .map((name) => join(folder, name));
}
