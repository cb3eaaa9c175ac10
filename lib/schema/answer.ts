import type { Finding } from '../contract/finding.ts';
import type { NotJudged } from './looks-like.ts';

/** What is said of all files together. */
export interface Answer {
  readonly findings: readonly Finding[];
  readonly documents: number;
  readonly notJudged: readonly { readonly file: string; readonly why: NotJudged }[];
}
