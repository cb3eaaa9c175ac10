import { encodingFunctions } from './encoding-functions.ts';
import type { Builtin } from './execute.ts';
import { mapFunctions } from './map-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';

const own = { ...textFunctions, ...numberFunctions, ...mapFunctions, ...encodingFunctions };

/** Functions of Helm's templates by name, those of text/template and of sprig; `mustX` is what `X` is. */
export const functions: ReadonlyMap<string, Builtin> = new Map(
  Object.entries(own).flatMap(([name, work]) => [[name, work] as const, [`must${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, work] as const]),
);
