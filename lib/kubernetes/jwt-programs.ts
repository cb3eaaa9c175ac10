import type { CelProgram } from '../cel/environment.ts';

/** The compiled expressions of one `jwt` entry. */
export interface JwtPrograms {
  readonly username?: CelProgram;
  readonly groups?: CelProgram;
  readonly uid?: CelProgram;
  readonly extra: readonly { readonly key: string; readonly expression: string; readonly program: CelProgram }[];
  readonly claimRules: readonly { readonly expression: string; readonly message: string; readonly program: CelProgram }[];
  readonly userRules: readonly { readonly expression: string; readonly message: string; readonly program: CelProgram }[];
}

/** An expression that uses something which we do not evaluate. */
export interface NotEvaluated {
  readonly path: string;
  readonly expression: string;
  readonly what: string;
}
