import { expect, it } from 'vitest';
import { repositoryOf } from '../../lib/check/repository-of.ts';
import { treeOf } from '../../lib/tree/tree.ts';

/** Apps that are known by their variables alone: their scopes and their way back. */

const pod = (image: string, env: Readonly<Record<string, string>>) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: app, namespace: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: ${image}\n          env:\n${Object.entries(
    env,
  )
    .map(([name, value]) => `            - { name: ${name}, value: '${value}' }\n`)
    .join('')}`;
const issuer = 'https://id.example.net';
const sent = (image: string, env: Readonly<Record<string, string>>) =>
  repositoryOf(treeOf([{ file: 'app.yaml', text: pod(image, env) }])).logins.all.map(({ app, scopes, redirects }) => [
    app,
    scopes?.map(({ value }) => value).join(' '),
    redirects?.map(({ value }) => value.url).join(' '),
  ]);

it.each(['QUI', 'AUTOBRR'])('%s asks for what is fixed', (name) => {
  const env = {
    [`${name}__OIDC_ISSUER`]: issuer,
    [`${name}__OIDC_CLIENT_ID`]: 'a',
    [`${name}__OIDC_REDIRECT_URL`]: 'https://a.example.net/api/auth/oidc/callback',
  };
  expect(sent('example.net/a:1', env)).toEqual([[name.toLowerCase(), 'openid profile email', 'https://a.example.net/api/auth/oidc/callback']]);
  expect(sent('example.net/a:1', { ...env, [`${name}__OIDC_ENABLED`]: 'false' })).toEqual([]);
});

it('TREK comes back below its address, and no other app of its words', () => {
  const env = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: 'trips', APP_URL: 'https://trips.example.net' };
  expect(sent('docker.io/mauriceboe/trek:3', env)).toEqual([['trek', 'openid email profile', 'https://trips.example.net/api/auth/oidc/callback']]);
  expect(sent('example.net/startrek:3', env)).toMatchObject([['oidc', undefined, undefined]]);
});

it('SparkyFitness is known by its variables', () => {
  const env = { SPARKY_FITNESS_OIDC_ISSUER_URL: issuer, SPARKY_FITNESS_OIDC_CLIENT_ID: 'fit' };
  expect(sent('example.net/a:1', env)).toMatchObject([['sparkyfitness', 'openid email profile', undefined]]);
});
