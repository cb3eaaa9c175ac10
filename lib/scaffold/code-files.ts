import type { Spelling } from './spelling.ts';

/** The codec: options, contracts, write, read, and what `apps/` calls. */
export function codeFiles({ name, camel, pascal, upper, title }: Spelling): Record<string, string> {
  return {
    'options.ts': `import { number, object } from '../../contract/shape.ts';
import { containerFields, type ContainerOptions } from '../container-app.ts';

/** Options of ${title}. CHANGE: what it has of its own. */
export interface ${pascal}Options extends ContainerOptions {
  readonly secretGeneration?: number;
}

/** What may stand in them: a shape for every option, or it does not compile. */
export const ${camel}Shape = object<${pascal}Options>({ ...containerFields, secretGeneration: number });
`,
    'contracts.ts': `import { type ConfidentialContract, oidc } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { confidentialClient } from '../container-app.ts';
import type { ${pascal}Options } from './options.ts';

/** The contract of ${title}. @throws PinoutError of the contract's constructors */
export function ${camel}Contracts(options: ${pascal}Options, facts: Facts): readonly [ConfidentialContract] {
  const { client, host, at } = confidentialClient(options, '${name}', facts);
  return [
    oidc({
      ...client,
      // CHANGE: every address that the app sends, exactly as it sends it.
      redirects: [loginRedirect(\`https://\${host}/oauth2/callback\`, at)],
      // CHANGE: what the app asks for; offline_access when it uses refresh tokens.
      scopes: ['openid', 'profile', 'email'],
      access: options.access,
      tile: { name: '${title}', ...options.tile, launchUrl: \`https://\${host}/\` },
    }),
  ];
}
`,
    'write.ts': `import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { secretKey } from '../../delivery/run-options.ts';
import { containerEnd } from '../container-app.ts';
import type { AppEnd } from '../integration.ts';
import type { ${pascal}Options } from './options.ts';

/** CHANGE: an image that is there for amd64 and arm64. */
const tested = 'ghcr.io/example/${name}:1.0.0';

const port = 8080;

/** ${title}'s end: a container whose environment carries the login. */
export function write${pascal}(options: ${pascal}Options, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  // CHANGE: the names that the app reads, each with the reason that is not obvious.
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
  // CHANGE: baseline or restricted, when its pods are known to meet that Pod Security Standard.
  return containerEnd(options, contract, { image: imageOf(options.image ?? tested, { app: slug, field: 'image' }), port, env }, { level: undefined }, facts);
}
`,
    'read.ts': `import { type EnvironmentForm, environmentEnds } from '../../login/environment-form.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** CHANGE: the app's own names, from its source, and what it asks for when nothing is set. */
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

/** Reads ${title}'s end out of the environment of any container; others are skipped. */
export function read${pascal}({ containers }: Manifests): LoginEnd[] {
  return environmentEnds(form, containers);
}
`,
    'judge.ts': `import type { Judge } from '../judge.ts';
import { decidedByProvider, nameQuestion } from '../questions.ts';

/**
 * What \`explain --for ${name}\` asks of a token. CHANGE: what ${title} itself looks at in an ID token, from its source, and nothing else:
 * the claim of the name, groups (\`groupsReason\` in ../questions.ts), a verified address; and whether it takes a signature by the client secret.
 */
export function judge${pascal}(): Judge {
  return {
    skips: [],
    clientSecret: 'unknown',
    ask: (claims, ends) => [nameQuestion('${title}', 'preferred_username', claims), decidedByProvider('${title}', claims, ends)],
  };
}
`,
    'probe.ts': `import type { OidcContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import type { Facts } from '../../contract/facts.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import type { Probe } from '../integration.ts';
import type { ${pascal}Options } from './options.ts';

/** CHANGE: what the image has: curl, wget, node, php or python. */
export function probe${pascal}(options: ${pascal}Options, { slug }: OidcContract, facts: Facts): Probe {
  return { namespace: options.namespace ?? slug, workload: \`deploy/\${slug}\`, container: 'app', command: fetchCommand('wget', discoveryUrl(facts, slug)) };
}
`,
    [`${name}.ts`]: `import type { ConfidentialContract } from '../../contract/contract.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { ${camel}Contracts } from './contracts.ts';
import { judge${pascal} } from './judge.ts';
import { type ${pascal}Options, ${camel}Shape } from './options.ts';
import { probe${pascal} } from './probe.ts';
import { read${pascal} } from './read.ts';
import { write${pascal} } from './write.ts';

/** ${title}'s codec. */
export const ${camel}Integration: Integration<${pascal}Options, readonly [ConfidentialContract]> = {
  name: '${name}',
  shape: ${camel}Shape,
  contracts: ${camel}Contracts,
  write: (options, [contract], facts) => write${pascal}(options, contract, facts),
  read: read${pascal},
  judge: judge${pascal},
  holds: ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'secret', 'issuer'],
  probe: (options, [contract], facts) => probe${pascal}(options, contract, facts),
};

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
