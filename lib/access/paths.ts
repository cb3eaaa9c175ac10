import { existsSync } from 'node:fs';
import { readCheckConfig } from '../check/check-config.ts';
import { rules } from '../check/registry.ts';

/** What the configuration of `check` says, for commands that look at the same trees. */
export function configured(file?: string): ReturnType<typeof readCheckConfig> {
  return readCheckConfig(
    file,
    rules.map(({ code }) => code),
  );
}

/** The paths to look at when none is named: those of the configuration, else `dist`, else everything here. */
export function usualPaths(given: readonly string[], config: ReturnType<typeof readCheckConfig>): readonly string[] {
  if (given.length > 0) return given;
  return config.paths ?? (existsSync('dist') ? ['dist'] : ['.']);
}
