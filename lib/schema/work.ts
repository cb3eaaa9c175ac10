import type { Finding } from '../contract/finding.ts';
import type { Fact } from './chart/facts.ts';
import { mostMebibytes } from '../tree/walk-files.ts';
import { modelsOf } from '../idp/documents.ts';
import { contentOf } from './content.ts';
import type { NotJudged } from './looks-like.ts';
import type { ManifestFile } from './manifest-files.ts';
import { Registry } from './registry.ts';
import { type ValidateOptions, validateText } from './validate-text.ts';

/** What decides verdicts beside the text of a file. */
export interface Settings {
  /** The user's imports folder. */
  readonly imports: string;
  readonly strictKinds: boolean;
  /** Minor version of the kube-apiserver that judges an AuthenticationConfiguration. */
  readonly kubernetes: number;
  /** Minor version of the identity provider that reads blueprints; the newest unless given. */
  readonly provider?: string;
}

/** What costs time and changes no verdict. */
export interface Kept {
  /** Folder of the cache. */
  readonly cache?: string;
  /** Of pinout. */
  readonly version: string;
}

/** The verdict on one file. */
export interface FileResult {
  /** Hash of the content, and of what the file's name adds to its meaning; empty for a file that cannot be read, and where no cache asks for it. */
  readonly hash: string;
  readonly documents: number;
  readonly findings: readonly Finding[];
  readonly facts: readonly Fact[];
  /** Why nothing of it was judged. */
  readonly notJudged?: NotJudged;
}

/** Judges files one after the other. One for each thread. */
export class Work {
  private readonly settings: Settings;
  private readonly isHashed: boolean;
  private options: ValidateOptions;

  constructor(settings: Settings, { cache, version }: Kept) {
    this.settings = settings;
    this.isHashed = cache !== undefined;
    this.options = {
      registry: new Registry(settings.imports),
      strictKinds: settings.strictKinds,
      blueprints: modelsOf(settings.provider, cache, version),
    };
  }

  async judge(file: ManifestFile): Promise<FileResult> {
    const content = contentOf(file, this.isHashed);
    // Only a run that writes the tree meanwhile takes away what was there a moment ago.
    if (content.error === 'ENOENT')
      return {
        hash: '',
        documents: 0,
        findings: [{ ...unread(file.path, 'it was deleted before it could be read'), severity: 'info', fix: 'run it again when nothing else writes there' }],
        facts: [],
      };
    if (content.error !== undefined) return { hash: '', documents: 0, findings: [unreadable(file.path, content.error)], facts: [] };
    if (content.text === undefined)
      return { hash: '', documents: 0, findings: [unread(file.path, `it has ${content.size} bytes, but at most ${mostMebibytes} MiB are read`)], facts: [] };
    const { text, hash } = content;
    if (file.template === true) return { hash, documents: 0, findings: [], facts: [], notJudged: 'template of a Helm chart' };
    if (!file.certain && file.path.endsWith('.json') && !(/"apiVersion"\s*:/.test(text) && /"kind"\s*:/.test(text)))
      return { hash, documents: 0, findings: [], facts: [] };
    // Few files hold one, and the validator brings all of CEL with it.
    if (this.options.authentication === undefined && text.includes('AuthenticationConfiguration')) {
      const { authenticationFaults } = await import('./authentication.ts');
      this.options = { ...this.options, authentication: (value) => authenticationFaults(value, this.settings.kubernetes) };
    }
    try {
      return { hash, ...validateText(file.path, text, this.options, file) };
    } catch (error) {
      // One odd file costs its own verdict, never the run. No hash: the cache keeps no verdict that is none.
      const why =
        error instanceof RangeError ? (error.message.includes('call stack') ? 'it is nested too deep' : 'it is too large') : 'part of it cannot be read';
      return { hash: '', documents: 0, findings: [unread(file.path, why)], facts: [] };
    }
  }
}

function unread(file: string, why: string): Finding {
  return {
    code: 'unread',
    severity: 'error',
    file,
    message: `was not validated: ${why}`,
    fix: 'split it, or exclude it',
    docs: 'docs/rules/unread.md',
  };
}

function unreadable(file: string, code: string): Finding {
  return {
    code: 'path-unreadable',
    severity: 'error',
    file,
    message: code === 'EACCES' ? 'cannot be read: permission denied (EACCES)' : `cannot be read (${code})`,
    fix: 'make it readable, or exclude it',
    docs: 'docs/errors.md#path-unreadable',
  };
}
