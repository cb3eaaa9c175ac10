import type { Located } from '../contract/observed.ts';

/** Whom an identity provider lets through to one app, as its settings say it. */
export interface Gate {
  /** Whether one rule that lets somebody in is enough, or all of them must. */
  readonly mode: 'any' | 'all';
  /** Without a rule everyone who can sign in comes through. */
  readonly rules: readonly GateRule[];
}

/** One rule of a gate: it lets in, or with `negate` keeps out, the users that it names. */
export interface GateRule {
  /** `unknown`: an expression or a name that only the running provider can tell. */
  readonly kind: 'group' | 'user' | 'everyone' | 'unknown';
  /** Groups or users, of which one is enough; of an unknown rule what it is called. */
  readonly names: readonly Located<string>[];
  readonly negate?: true;
  /** The text of an unknown rule, to see that it changed. */
  readonly text?: string;
  readonly at: Located<unknown>;
}

/** A gate that lets in everyone who can sign in. */
export const openGate: Gate = { mode: 'any', rules: [] };

/**
 * A gate for members of any of some groups.
 *
 * @example
 * const names = textsOf(settings.get('groups').items());
 * gateOfGroups(names, settings.located(undefined)).mode // 'any'
 */
export function gateOfGroups(names: readonly Located<string>[], at: Located<unknown>): Gate {
  return { mode: 'any', rules: [{ kind: 'group', names, at }] };
}

/** What the settings of an identity provider find by one name and give another. */
export interface Renamed {
  readonly from: string;
  readonly to: Located<string>;
}

/** A group that the settings of an identity provider make. */
export interface IdpGroup {
  readonly name: Located<string>;
  /** Groups whose members its own members are as well. */
  readonly parents: readonly string[];
  /** Names of the people in it, where the settings list them. */
  readonly members: readonly Located<string>[];
  /** Where it makes its members administrators of the identity provider. */
  readonly superuser?: Located<unknown>;
}
