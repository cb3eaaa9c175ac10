import { choice, flag, number, object } from '../../contract/shape.ts';
import { loginContainerFields, type LoginContainerOptions } from '../container-app.ts';

/** Options of an Actual Budget server. */
export interface ActualBudgetOptions extends LoginContainerOptions {
  /** False when a password shall open it as well. True unless given: OpenID Connect alone. */
  readonly enforce?: boolean;
  /** Who gets an account: everyone whom authentik lets in (`login`, default), or those whom the owner adds (`manual`). */
  readonly users?: 'login' | 'manual';
  /** Seconds until one has to log in again; a week unless given. */
  readonly sessionSeconds?: number;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted; 25.6 or newer. */
  readonly image?: string;
  /** Size of the volume; `2Gi` unless given. */
  readonly size?: string;
}

/** What may be in them. */
export const actualBudgetShape = object<ActualBudgetOptions>({
  ...loginContainerFields,
  enforce: flag,
  users: choice('login', 'manual'),
  sessionSeconds: number,
});
