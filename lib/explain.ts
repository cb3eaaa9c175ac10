import { apiserverContext, type ContextInput } from './explain/apiserver-context.ts';
import { type KnownApps, type TokenApp, tokenApps } from './explain/app-context.ts';
import { explainForApiserver } from './explain/explain-apiserver.ts';
import { explainForApp } from './explain/explain-app.ts';
import type { Keys } from './explain/keys.ts';
import type { Verdict } from './explain/step.ts';
import { readTree } from './tree/tree.ts';

export { type Keys, parseKeys } from './explain/keys.ts';
export { renderVerdict } from './explain/render-verdict.ts';
export type { Step, Verdict } from './explain/step.ts';
export type { ContextInput, KnownApps, TokenApp };

/**
 * `pinout/explain`: what kube-apiserver would say to a token, and why. Asks the issuer for its keys unless they are given.
 *
 * @returns a function from a token to its verdict, or the `error` with which kube-apiserver refuses the configuration
 * @example
 * const explain = explainer({ configuration: readFileSync('authentication-configuration.yaml', 'utf8'), minor: 36 });
 * if ('error' in explain) throw new Error(explain.error);
 * console.log(renderVerdict(await explain.verdict(token)));
 */
export function explainer(input: ContextInput): { readonly verdict: (token: string) => Promise<Verdict> } | { readonly error: string } {
  const made = apiserverContext(input);
  return 'error' in made ? made : { verdict: async (token) => await explainForApiserver(token, made.context) };
}

/**
 * The apps below some paths whose tokens can be judged.
 *
 * @throws PinoutError `path-unreadable`
 * @example
 * appsBelow(['clusters/home']).apps.map(({ name }) => name) // ['grafana']
 */
export const appsBelow = (paths: readonly string[]): KnownApps => tokenApps(readTree(paths));

/**
 * What an app would say to an ID token, and why.
 *
 * @example
 * const grafana = appsBelow(['dist']).apps.find(({ name }) => name === 'grafana')!;
 * console.log(renderVerdict(await explainTo(grafana, token)));
 */
export async function explainTo(app: TokenApp, token: string, options: { readonly keys?: Keys; readonly at?: number } = {}): Promise<Verdict> {
  const { keys = { unknown: 'no keys were given' }, at } = options;
  return await explainForApp(token, { name: app.name, judge: app.judge, ends: app.ends, keys, at: () => at ?? Date.now() });
}
