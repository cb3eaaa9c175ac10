import type { Spelling } from './spelling.ts';

/** The codec: options, write, read, and what `apps/` calls. */
export function codeFiles({ name, camel, pascal, upper, title }: Spelling): Record<string, string> {
  return {
    'options.ts': `import { object } from '../../contract/shape.ts';
import { loginContainerFields, type LoginContainerOptions } from '../container-app.ts';

/** Options of ${title}. CHANGE: add the app's own options. */
export type ${pascal}Options = LoginContainerOptions;

/** The shape of the options: one that is missing does not compile. */
export const ${camel}Shape = object<${pascal}Options>(loginContainerFields);
`,
    'write.ts': `import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { secretKey } from '../../delivery/run-options.ts';
import { containerEnd } from '../container-app.ts';
import type { AppEnd } from '../integration.ts';
import type { ${pascal}Options } from './options.ts';

/** CHANGE: an image for amd64 and arm64. */
const tested = 'ghcr.io/example/${name}:1.0.0';

const port = 8080;

/** ${title}'s end: a container with the login in its environment. */
export function write${pascal}(options: ${pascal}Options, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  // CHANGE: the variables that the app reads, with the reason if it is not obvious.
  const env = ownEnv(
    {
      ${upper}_OIDC_ISSUER: issuerOf(facts, slug),
      ${upper}_OIDC_CLIENT_ID: contract.clientId,
      ${upper}_OIDC_CLIENT_SECRET: secretKey(contract.secret),
      ${upper}_OIDC_REDIRECT_URL: contract.redirects[0]!.url,
      ${upper}_OIDC_SCOPES: contract.scopes.join(' '),
    },
    options.env,
    slug,
  );
  // CHANGE: baseline or restricted, if its pods meet that Pod Security Standard.
  return containerEnd(options, contract, { image: imageOf(options.image ?? tested, { app: slug, field: 'image' }), port, env }, { level: undefined }, facts);
}
`,
    'read.ts': `import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** CHANGE: the app's variables, from its source, and its default scopes. */
const form: EnvironmentForm = {
  app: '${name}',
  clientId: ['${upper}_OIDC_CLIENT_ID'],
  secret: ['${upper}_OIDC_CLIENT_SECRET'],
  issuer: ['${upper}_OIDC_ISSUER'],
  scopes: ['${upper}_OIDC_SCOPES'],
  defaultScopes: 'openid profile email',
  redirect: ['${upper}_OIDC_REDIRECT_URL'],
  exactIssuer: true,
};

/** Reads ${title}'s end from the environment of any container; skips other containers. */
export function read${pascal}({ containers }: Manifests): LoginEnd[] {
  return environmentEnds(form, containers);
}
`,
    'judge.ts': `import type { Judge } from '../judge.ts';
import { decidedByProvider, nameQuestion } from '../questions.ts';

/**
 * What \`explain --for ${name}\` checks in a token. CHANGE: only what ${title} itself checks in an ID token, from its source:
 * the username claim, groups (\`groupsReason\` in ../questions.ts), a verified address; and whether it accepts a signature with the client secret.
 */
export function judge${pascal}(): Judge {
  return {
    skips: [],
    clientSecret: 'unknown',
    ask: (claims, ends) => [nameQuestion('${title}', 'preferred_username', claims), decidedByProvider('${title}', claims, ends)],
  };
}
`,
    [`${name}.ts`]: `import { containerLogin } from '../container-login.ts';
import { type App, appOf } from '../integration.ts';
import { judge${pascal} } from './judge.ts';
import { type ${pascal}Options, ${camel}Shape } from './options.ts';
import { read${pascal} } from './read.ts';
import { write${pascal} } from './write.ts';

/** ${title}'s codec. CHANGE: an app that is no container of one image has \`contracts\` of its own, as Grafana. */
export const ${camel}Integration = containerLogin({
  name: '${name}',
  title: '${title}',
  // CHANGE: every redirect URI behind the host, exactly as the app sends it.
  callbacks: ['/oauth2/callback'],
  // CHANGE: the scopes that the app requests; offline_access if it uses refresh tokens.
  scopes: ['openid', 'profile', 'email'],
  shape: ${camel}Shape,
  write: write${pascal},
  read: read${pascal},
  judge: judge${pascal},
  // CHANGE: a program in the image: curl, wget, node, php or python.
  fetcher: 'wget',
});

/**
 * ${title}, which logs in through authentik.
 *
 * @example ${camel}({ host: '${name}', access: groups('${name}-users') });
 */
export function ${camel}(...given: [options: ${pascal}Options]): App<${pascal}Options> {
  return appOf(${camel}Integration, given);
}
`,
  };
}
