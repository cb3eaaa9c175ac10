import { existsSync } from 'node:fs';
import { readCheckConfig } from '../check/check-config.ts';
import { withOwnRules } from '../check/define-rule.ts';
import { knownCodes } from '../check/known-codes.ts';
import { rules } from '../check/registry.ts';
import type { Rule } from '../repository/rule.ts';

/** What the configuration of `check` says, for commands that look at the same trees. */
export const configured = (own: readonly Rule[] = []): ReturnType<typeof readCheckConfig> => readCheckConfig(undefined, knownCodes(withOwnRules(rules, own)));

/** The paths to look at when none is named: those of the configuration, else `dist`, else everything here. */
export function usualPaths(given: readonly string[], config: ReturnType<typeof readCheckConfig>): readonly string[] {
  if (given.length > 0) return given;
  return config.paths ?? (existsSync('dist') ? ['dist'] : ['.']);
}
