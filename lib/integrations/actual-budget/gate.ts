/**
 * Waits until the identity provider answers with the issuer that is expected, from the app's own image: with its certificates, its resolver and its
 * aliases. Then, where OpenID Connect alone may let people in, it ends what a password opened: such a session lasts 420 days (its seconds are read as
 * minutes), is in no list of users, and its holder is administrator (actualbudget/actual, packages/sync-server/src/accounts/password.ts). Somebody who was
 * faster than the gate once would keep it.
 *
 * A person can let the server start without the identity provider, by the file `/tmp/start`: with a set-up in its database it keeps that, and offers nobody
 * to set a password. Constant text; what varies is in the environment.
 */
export const gate = `const { existsSync } = await import('node:fs');
const { createRequire } = await import('node:module');
const { DISCOVERY_URL: url, ISSUER: issuer, ENFORCE: enforce, DATA: folder = '/data', START: start = '/tmp/start' } = process.env;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const open = () => {
  const file = folder + '/server-files/account.sqlite';
  if (!existsSync(file)) return undefined;
  const Database = createRequire(process.cwd() + '/')('better-sqlite3');
  return new Database(file);
};
const isSetUp = () => {
  try {
    const database = open();
    const row = database?.prepare("SELECT 1 FROM auth WHERE method = 'openid'").get();
    database?.close();
    return row !== undefined;
  } catch {
    return false;
  }
};
for (;;) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error('HTTP ' + answer.status);
    const document = await answer.json();
    if (document.issuer !== issuer) throw new Error('its issuer is ' + document.issuer + ', not ' + issuer);
    const keys = await (await fetch(document.jwks_uri, { signal: AbortSignal.timeout(10000) })).json();
    if (!keys.keys?.length) throw new Error('it has no signing key');
    console.log('the identity provider answers');
    break;
  } catch (error) {
    if (existsSync(start) && isSetUp()) {
      console.log('starting without the identity provider, as ' + start + ' says');
      break;
    }
    console.log('waiting for ' + url + ': ' + (error.cause?.message ?? error.message));
    await wait(5000);
  }
}
if (enforce === 'true') {
  try {
    const database = open();
    const sessions = database?.prepare("DELETE FROM sessions WHERE auth_method IS NULL OR auth_method = 'password'").run().changes ?? 0;
    const passwords = database?.prepare("DELETE FROM auth WHERE method = 'password'").run().changes ?? 0;
    database?.close();
    if (sessions + passwords > 0) console.log('taken away: sessions of a password: ' + sessions + ', passwords: ' + passwords);
  } catch (error) {
    console.log('could not look for sessions of a password: ' + error.message);
  }
}
`;
