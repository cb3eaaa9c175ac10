/**
 * Waits until the identity provider answers with the issuer that is expected, from the app's own image: with its certificates, its resolver and its
 * aliases. Constant text; what varies is in the environment.
 */
export const gate = `const { DISCOVERY_URL: url, ISSUER: issuer } = process.env;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
for (;;) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error('HTTP ' + answer.status);
    const document = await answer.json();
    if (document.issuer !== issuer) throw new Error('its issuer is ' + document.issuer + ', not ' + issuer);
    const keys = await (await fetch(document.jwks_uri, { signal: AbortSignal.timeout(10000) })).json();
    if (!keys.keys?.length) throw new Error('it has no signing key');
    break;
  } catch (error) {
    console.log('waiting for ' + url + ': ' + (error.cause?.message ?? error.message));
    await wait(5000);
  }
}
console.log('the identity provider answers');
`;
