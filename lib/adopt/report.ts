import { printableLine } from '../contract/printable.ts';
import type { Written } from '../scaffold/planned.ts';
import type { Draft, Refused } from './draft.ts';

const ends = ({ found }: Pick<Draft, 'found'>): string =>
  found.client !== undefined && found.login !== undefined ? 'both ends' : found.client !== undefined ? "the identity provider's end" : "the app's end";

const words: Readonly<Record<Written, string>> = {
  new: 'written',
  changed: 'overwritten',
  same: 'already up to date',
  kept: 'exists already, not changed (--force overwrites it)',
};

/** What was found and what becomes of it, for people: a review, one paragraph for each login. */
export function adoptReport(
  drafts: readonly Draft[],
  refused: readonly Refused[],
  states: ReadonlyMap<string, Written>,
  pathOf: (draft: Draft) => string,
  dry: boolean,
): string {
  const paragraphs = drafts.map((draft) => {
    const path = pathOf(draft);
    const state = states.get(path) ?? 'new';
    return [
      `${draft.name}: ${ends(draft)} found; ${path}: ${dry && state !== 'kept' && state !== 'same' ? 'would be ' : ''}${words[state]}`,
      ...draft.unknown.map((one) => `  not known: ${printableLine(one)}`),
      ...(draft.found.client === undefined
        ? ["  not compared: the identity provider's end was not found"]
        : draft.changes.length === 0
          ? ['  unchanged']
          : draft.changes.map((one) => `  ${printableLine(one)}`)),
    ].join('\n');
  });
  const rest = refused.map(({ name, why }) => `${printableLine(name)}: not adopted. ${printableLine(why)}`);
  return `${[...paragraphs, ...rest].join('\n')}\n`;
}

/** The same for programs. */
export const adoptJson = (
  drafts: readonly Draft[],
  refused: readonly Refused[],
  states: ReadonlyMap<string, Written>,
  pathOf: (draft: Draft) => string,
): unknown => [
  ...drafts.map((draft) => ({
    app: draft.name,
    found: ends(draft),
    file: pathOf(draft),
    state: states.get(pathOf(draft)),
    unknown: draft.unknown,
    changes: draft.changes,
  })),
  ...refused.map(({ name, why, found }) => ({ app: name, ...(found === undefined ? {} : { found: ends({ found }) }), notAdopted: why })),
];
