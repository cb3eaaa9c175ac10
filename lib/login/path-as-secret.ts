import type { Located } from '../contract/observed.ts';

/**
 * The path of a file that stands where an app takes its client secret itself, and sends the path then. Settings that take a path are called so.
 *
 * @example pathAsSecret('client_secret', '/secrets/oidc') and not ('client_secret_path', '/secrets/oidc')
 */
export const pathAsSecret = (name: string, text: Located<string> | undefined): Located<string> | undefined =>
  text !== undefined && !/path|file/i.test(name) && /^\/(?:app|config|data|etc|mnt|run|secrets?|var)\/[a-z0-9_./-]{1,200}$/i.test(text.value)
    ? text
    : undefined;
