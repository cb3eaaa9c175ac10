# Written by pinout from apps/main.ts. Do not edit: change that, then run: npm run synth
// Lets the owner in for an hour while nobody can log in. Run it inside the container: see README.md of the cluster.
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
