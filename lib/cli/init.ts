import { resolve } from 'node:path';
import { defineCluster } from '../cluster/cluster.ts';
import { featuresOf, supported } from '../contract/versions.ts';
import * as apps from '../integrations/index.ts';
import { firstApp } from '../scaffold/first-app.ts';
import { type Planned, stateOf, writePlanned, type Written } from '../scaffold/planned.ts';
import { projectFiles } from '../scaffold/project-files.ts';
import { ownPackage } from '../contract/package.ts';
import type { Outcome } from './command.ts';
import { edgeOf, existingOf } from './init-answers.ts';
import { exit, type Io } from './io.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout init`: what a repository needs for its first `pinout synth`. Nothing that is there is changed, but for lines that are added. */
export async function initCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.init);
  if (positionals.length > 1) throw new UsageError(`init takes one folder, but also got ${JSON.stringify(positionals[1])}`);
  const root = resolve(positionals[0] ?? '.');
  const answer = async (given: string | undefined, flag: string, question: string, usual?: string): Promise<string> => {
    if (given !== undefined) return given;
    const text = (await io.ask?.(`${question}${usual === undefined ? '' : ` [${usual}]`}: `))?.trim() ?? '';
    if (text !== '') return text;
    if (usual !== undefined) return usual;
    throw new UsageError(`init needs ${flag}: ${question.toLowerCase()}`);
  };
  const domain = await answer(values.domain, '--domain', 'Domain of your apps, for example home.example.org');
  const ingressAddress = await answer(values.address, '--address', 'Address of the ingress controller in your network, for example 192.168.1.30');
  const edge = edgeOf(
    await answer(values.edge, '--edge', 'Ingress class such as traefik or nginx, or a Gateway such as envoy-gateway:NAMESPACE/NAME', 'traefik'),
    values.issuer ??
      (values.edge === undefined ? await io.ask?.('cert-manager ClusterIssuer for certificates, empty to use the certificate of the controller: ') : undefined),
  );
  const kubernetes = await answer(values.kubernetes, '--kubernetes', 'Version of Kubernetes', supported.kubernetes.at(-1));
  const existing = existingOf(values.existing ?? (await io.ask?.('Is authentik already running? Its namespace or URL, empty to let dist install it: ')));
  const authentik = await answer(values.authentik, '--authentik', 'Version of authentik', newestIdp);
  const flux = await answer(values.flux, '--flux', 'Version of Flux', supported.flux.at(-1));
  const facts = {
    name: values.cluster ?? 'home',
    domain,
    ingressAddress,
    versions: { kubernetes, authentik, flux },
    edge,
    ...existing,
  };
  const first = firstApp(canGuard(facts));
  // What is wrong in the answers is said now, in the words of the option, and nothing is written.
  defineCluster({ ...facts, apps: [apps[first.call](first.options as never)] } as never);
  const firstFile = { path: `apps/${first.name}.ts`, text: first.text };
  const all = projectFiles({
    root,
    facts,
    apps: [{ file: `${first.name}.ts`, name: first.name }],
    workflow: values['no-workflow'] !== true,
    ...(values.package === undefined ? {} : { from: values.package }),
  });
  // Without a main.ts of ours nothing would import the first app.
  const hasMain =
    stateOf(
      root,
      all.find(({ path }) => path === 'apps/main.ts')!,
    ) === 'kept';
  const files = hasMain ? all : [...all, firstFile];
  const dry = values['dry-run'] === true;
  const states = dry ? new Map(files.map((one) => [one.path, stateOf(root, one)])) : writePlanned(root, files);
  if (values.quiet !== true) io.talk(report(files, states, dry, values.package !== undefined, all));
  if (dry) io.out(files.map((one) => (states.get(one.path) === 'new' || states.get(one.path) === 'changed' ? `--- ${one.path}\n${one.text}\n` : '')).join(''));
  return { code: exit.clean, findings: [], ...(dry ? { printed: true as const } : {}), json: { files: Object.fromEntries(states) } };
}

/** The newest identity provider that dist can install. */
export const newestIdp = featuresOf({
  kubernetes: supported.kubernetes.at(-1)!,
  flux: supported.flux.at(-1)!,
  authentik: `${supported.authentik.at(-1)!}.0`,
}).authentikChart;

/** Whether the edge can ask about each request before an app sees it. */
function canGuard({ edge, idp }: Readonly<Record<string, unknown>>): boolean {
  const { controller } = edge as { readonly controller?: unknown };
  const outside = (idp as { existing?: Readonly<Record<string, unknown>> } | undefined)?.existing?.['url'] !== undefined;
  return controller !== 'other' && controller !== 'cilium' && !outside;
}

const words: Readonly<Record<Written, string>> = { new: 'written', changed: 'lines added', same: 'already up to date', kept: 'exists already, not changed' };

function report(files: readonly Planned[], states: ReadonlyMap<string, Written>, dry: boolean, named: boolean, all: readonly Planned[]): string {
  const lines = files.map(({ path }) => `${path}: ${dry ? 'would be ' : ''}${words[states.get(path)!]}`);
  const { name } = ownPackage();
  const has = named || all.some(({ path, text }) => path === 'package.json' && dependsOn(text, name));
  return [
    ...lines,
    '',
    'Next:',
    ...(has ? ['  npm install'] : [`  npm install --save-exact git+https://HOST/OWNER/${name}.git#COMMIT   # where you got ${name} from`]),
    `  npx --no-install pinout synth   # write dist`,
    `  npx --no-install pinout check   # check that both ends of every login agree`,
    '',
  ].join('\n');
}

/** Whether a package.json asks for a package. One that is broken is left alone, and says so elsewhere. */
function dependsOn(text: string, name: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Readonly<Record<string, object | undefined>>;
    return [dependencies, devDependencies].some((one) => one !== undefined && Object.hasOwn(one, name));
  } catch {
    return false;
  }
}
