import type { Pair } from './pairs.ts';
import type { Repository } from './repository.ts';
import type { Report, Rule } from './rule.ts';

/** Both ends of a login, and what is around them. */
type Ends<R extends Repository> = R['pairs']['all'][number] & { readonly repository: R };

/** One thing that both ends of a login say. Nothing is compared where one of them says nothing of it. */
export interface Comparison<R extends Repository, App, Idp> {
  readonly field: string;
  /** What the app says: each is compared. */
  readonly app: (ends: Ends<R>) => readonly (App | undefined)[];
  readonly idp: (ends: Ends<R>) => Idp | undefined;
  /** How the two have to be to each other. */
  readonly agree: (app: App, idp: Idp, ends: Ends<R>) => boolean;
  /** What is said when they are not. */
  readonly differ: (app: App, idp: Idp, ends: Ends<R>) => Report;
}

type AnyComparison<R extends Repository> = Comparison<R, unknown, unknown>;

/** A rule that compares both ends, field by field, instead of one with a `find` of its own. */
export type EndsRule<R extends Repository = Repository> = Omit<Rule, 'find' | 'compares'> & { readonly compare: readonly AnyComparison<R>[] };

/** Makes rows, whose values have one type from column to column. */
export const rowOf =
  <R extends Repository = Repository>() =>
  <App, Idp>(one: Comparison<R, App, Idp>): AnyComparison<R> =>
    one as AnyComparison<R>;

/** Rules of a table. */
export function compareEnds<R extends Repository = Repository>(
  rules: readonly EndsRule<R>[],
): (Omit<Rule, 'find'> & { readonly find: (repository: R) => Iterable<Report> })[] {
  return rules.map(({ compare, ...rule }) => ({
    ...rule,
    compares: compare.map(({ field }) => field),
    *find(repository) {
      for (const pair of repository.pairs.all as readonly (Pair & R['pairs']['all'][number])[]) {
        const ends = { ...pair, repository };
        for (const { app, idp, agree, differ } of compare) {
          const theirs = idp(ends);
          if (theirs === undefined) continue;
          for (const own of app(ends)) if (own !== undefined && !agree(own, theirs, ends)) yield differ(own, theirs, ends);
        }
      }
    },
  }));
}
