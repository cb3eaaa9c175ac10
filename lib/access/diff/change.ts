import type { Located } from '../../contract/observed.ts';

/** What a change does to access. The gravest first. */
export const weights = ['opens', 'breaks', 'closes', 'neutral'] as const;
export type Weight = (typeof weights)[number];

/** One change of meaning between two trees. */
export interface Change {
  readonly weight: Weight;
  /** What kind of thing changed, for programs: `enters`, `role`, `cluster-role`, `redirect` … */
  readonly about: string;
  /** One sentence that says the consequence. Never the value of a secret. */
  readonly says: string;
  /** The app or host that it is about. */
  readonly app?: string;
  /** The group or person that it is about. */
  readonly subject?: string;
  readonly cluster?: string;
  /** In which of the two trees the place is. */
  readonly side: 'before' | 'after';
  readonly at: Located<unknown>['at'];
}

/** Whom a change is about, and the tree that has its place: the newer one unless it is said. */
type Of = Partial<Pick<Change, 'app' | 'subject' | 'side'>>;

/** Makes a change: what it does to access, what kind of thing changed, the sentence, and where. */
export const change = (weight: Weight, about: string, says: string, { at }: Located<unknown>, { side = 'after', ...of }: Of = {}): Change => ({
  weight,
  about,
  ...of,
  says,
  side,
  at,
});

/** Names in a sentence. @example listed(['a', 'b']) // '`a` and `b`' */
export function listed(names: readonly string[], most = 6): string {
  const quoted = names.slice(0, most).map((name) => `\`${name}\``);
  if (names.length > most) return `${quoted.join(', ')} and ${names.length - most} more`;
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
