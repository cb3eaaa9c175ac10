import { number, object, text } from '../../contract/shape.ts';
import { loginContainerFields, type LoginContainerOptions } from '../container-app.ts';

/** Options of a FreshRSS. */
export interface FreshrssOptions extends LoginContainerOptions {
  /** Username in authentik of the one who administrates FreshRSS. At the first start it becomes the default user, who alone is administrator. */
  readonly admin: string;
  /** Minutes of the hour at which feeds are read, as cron writes them; `13,43` unless given. */
  readonly cronMinutes?: string;
  /** Counts up for a new key of the session cookies, which signs everyone out; 1 unless given. Apart from `secretGeneration`. */
  readonly cryptoKeyGeneration?: number;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted: the Debian one, not Alpine. */
  readonly image?: string;
  /** Size of the volume; `1Gi` unless given. */
  readonly size?: string;
}

/** What may be in them. */
export const freshrssShape = object<FreshrssOptions>({
  ...loginContainerFields,
  admin: text,
  cronMinutes: text,
  cryptoKeyGeneration: number,
});
