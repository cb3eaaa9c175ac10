import type { ManualFile } from '../../manifest/manifest.ts';

/** Path below `manual/`. */
const breakGlassFile = (slug: string): string => `${slug}/break-glass.mjs`;

/**
 * Lets the owner in without the identity provider: a session of an hour, as the server itself makes one after a login, and the address by which the browser
 * takes it. Runs inside the container, with the modules of the image. The scripts of the image do not help: `disable-openid.js` asks for a password that a
 * server of OpenID Connect never had, and `reset-password.js` changes none where there is none. Constant text.
 */
const script = `// Lets the owner in for an hour while nobody can log in. Run it inside the container: see README.md of the cluster.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const Database = createRequire(process.cwd() + '/')('better-sqlite3');
const database = new Database((process.env.ACTUAL_DATA_DIR ?? '/data') + '/server-files/account.sqlite', { fileMustExist: true });
const owner = database.prepare("SELECT id, user_name FROM users WHERE owner = 1 AND user_name <> ''").get();
if (owner === undefined) {
  console.error('Nobody has logged in yet, so there is no owner and nothing to get at.');
  process.exit(1);
}
const token = randomUUID();
const until = Math.floor(Date.now() / 1000) + 3600;
database.prepare("INSERT INTO sessions (token, expires_at, user_id, auth_method) VALUES (?, ?, ?, 'openid')").run(token, until, owner.id);
database.close();
console.log('Open this within the hour; you are ' + owner.user_name + '. Give it to nobody:');
console.log(process.env.ACTUAL_OPENID_SERVER_HOSTNAME + '/openid-cb?token=' + token);
`;

export const breakGlass = (slug: string): ManualFile => ({ path: breakGlassFile(slug), text: script });
