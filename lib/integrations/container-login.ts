import type { AppReader } from '../login/app-reader.ts';
import { type ConfidentialContract, oidc } from '../contract/contract.ts';
import { discoveryUrl } from '../contract/discovery.ts';
import type { Facts } from '../contract/facts.ts';
import { type Fetcher, fetchCommand } from '../contract/fetch-command.ts';
import { loginRedirect } from '../contract/redirect.ts';
import type { Scope } from '../contract/scope.ts';
import type { Shape } from '../contract/shape.ts';
import { confidentialClient, type LoginContainerOptions } from './container-app.ts';
import type { AppEnd, Integration } from './integration.ts';
import type { JudgeOf } from './judge.ts';

/** What differs between apps of one container that log in by themselves. */
export interface ContainerLogin<Options extends LoginContainerOptions> {
  readonly name: string;
  /** Name of its tile. */
  readonly title: string;
  /** What follows the host in every redirect URI, exactly as the app sends it. */
  readonly callbacks: readonly [string, ...string[]];
  readonly scopes: readonly Scope[];
  readonly emailVerified?: 'trusted';
  /** What follows the host in the address that the tile opens; `/` unless given. */
  readonly page?: string;
  readonly shape: Shape<Options>;
  readonly write: (options: Options, contract: ConfidentialContract, facts: Facts) => AppEnd;
  readonly read: AppReader['read'];
  readonly judge: JudgeOf;
  /** A program in its image that can fetch a URL. */
  readonly fetcher: Fetcher;
}

/** The codec of an app of one container that logs in by itself. Its contracts throw what the contract's constructors throw. */
export function containerLogin<Options extends LoginContainerOptions>(login: ContainerLogin<Options>): Integration<Options, readonly [ConfidentialContract]> {
  const { name, title, callbacks, scopes, emailVerified, page = '/', shape, write, read, judge, fetcher } = login;
  return {
    name,
    shape,
    contracts(options, facts) {
      const { client, host, at } = confidentialClient(options, name, facts);
      const [redirect, ...more] = callbacks.map((path) => loginRedirect(`https://${host}${path}`, at));
      return [
        oidc({
          ...client,
          redirects: [redirect!, ...more],
          scopes,
          ...(emailVerified === undefined ? {} : { emailVerified }),
          access: options.access,
          tile: { name: title, ...options.tile, launchUrl: `https://${host}${page}` },
        }),
      ];
    },
    write: (options, [contract], facts) => write(options, contract, facts),
    read,
    judge,
    probe: ({ namespace }, [{ slug }], facts) => ({
      namespace: namespace ?? slug,
      workload: `deploy/${slug}`,
      container: 'app',
      command: fetchCommand(fetcher, discoveryUrl(facts, slug)),
    }),
  };
}
