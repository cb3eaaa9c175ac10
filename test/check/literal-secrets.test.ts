import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { secretUnder } from '../../lib/contract/secret-text.ts';

const value = 'q7Xz9LmP2vR8tW4kAbCd';
const found = (key: string, text: string): readonly string[] => {
  const spec = { template: { spec: { containers: [{ name: 'a', image: 'ghcr.io/a/b:1.0.0', env: [{ name: key, value: text }] }] } } };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', namespace: 'a' }, spec };
  const { findings } = checkFiles([{ file: 'a.yaml', text: stringify(object) }], { only: ['secret-literal', 'secret-literal-other'] });
  for (const finding of findings) expect(JSON.stringify(finding)).not.toContain(value);
  return findings.map(({ severity }) => severity);
};

describe('check and synth know the same secrets', () => {
  it.each([
    ...['MY_SECRET', 'DB_PASS', 'DB_PWD', 'SESSION_COOKIE', 'CSRF_TOKEN', 'ADMIN_PASSWORD', 'STRIPE_API_KEY'].map((name) => [name, value]),
    ['DSN', `host=db user=u password=${value} dbname=d`],
    ['HEADER', `Authorization: Bearer ${value}`],
    ['SETTINGS', JSON.stringify({ oidc: { client_secret: value } })],
    ['OPTIONS', `--admin-password ${value} --verbose`],
    ['ENDPOINT', `amqp://user:${value}@mq/`],
  ])('%s', (key, text) => {
    expect(secretUnder(key, text)).toBeDefined();
    // A URL is told from its password by the rule that masks it.
    expect(found(key, text)).toEqual(/^\w+:\/\//.test(text) ? [] : ['warning']);
  });

  it.each([
    ['CLIENT_SECRET', value],
    ['KEY_FILE', `-----BEGIN PRIVATE KEY-----\n${value}`],
    ['TOKENS', `ghp_${value}${value}`],
  ])('%s is an error', (key, text) => {
    expect(secretUnder(key, text)).toBeDefined();
    expect(found(key, text)).toEqual(['error']);
  });

  it.each([
    ['DB_PASS', '$(DB_PASS)'],
    ['DB_PASS', '${DB_PASS}'],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['API_KEY', 'not-needed'],
    ['OAUTH2_PROXY_CLIENT_SECRET', 'change_in_argocd'],
    ['WEBHOOK_SECRET_KEY', 'WEBHOOK_SECRET'],
    ['TLS_SECRET', 'wiki-certificates'],
  ])('%s: %s is none in a foreign repository', (key, text) => {
    expect(found(key, text)).toEqual([]);
  });

  it('looks at long lines in pieces', () => {
    const long = `${'x '.repeat(30_000)}password=${value} ${'y'.repeat(30_000)}`;
    expect(found('TEXT', long)).toEqual(['warning']);
  });
});

describe('a word that nobody made at random', () => {
  it.each([
    ['OIDC_CLIENT_SECRET', 'wiki-secret', ['warning']],
    ['OIDC_CLIENT_SECRET', 'Demo-Wiki-123!', ['warning']],
    ['OIDC_CLIENT_SECRET', value, ['error']],
  ])('%s: %s is %s', (key, text, expected) => {
    expect(found(key, text)).toEqual(expected);
  });
});
