import type { Cluster } from '../../../lib/cluster/cluster.ts';

/** A blueprint Job of a cluster: its files in the order of its arguments, and the Jobs that it waits for. */
export interface ModelJob {
  readonly name: string;
  readonly texts: readonly string[];
  readonly after: readonly string[];
}

/** The Jobs as Flux and Kubernetes see them: arguments out of the Job, texts out of the ConfigMap that it mounts, order out of the Kustomizations. */
export function jobsOf(cluster: Pick<Cluster, 'placed'>): ModelJob[] {
  const objects = cluster.placed.map(({ object }) => object as unknown as Record<string, unknown> & { kind: string; metadata: { name: string } });
  const named = (kind: string, name: string) => objects.find((object) => object.kind === kind && object.metadata.name === name);
  return cluster.placed.flatMap(({ folder, object }) => {
    if (object.kind !== 'Job' || !folder.startsWith('identity/')) return [];
    const pod = (object as unknown as { spec: { template: { spec: { containers: readonly { args: readonly string[] }[] } } } }).spec.template.spec;
    const data = (named('ConfigMap', object.metadata.name) as unknown as { data: Readonly<Record<string, string>> }).data;
    const [command, ...paths] = pod.containers[0]!.args;
    if (command !== 'apply_blueprint') throw new Error(`a Job runs ${String(command)}`);
    const layer = named('Kustomization', `pinout-${folder.replace('/', '-')}`) as unknown as { spec: { dependsOn?: readonly { name: string }[] } };
    const after = (layer.spec.dependsOn ?? []).flatMap(({ name }) => (name.startsWith('pinout-identity-') ? [name.slice('pinout-identity-'.length)] : []));
    return [{ name: folder.slice('identity/'.length), texts: paths.map((path) => data[path.replace(/^pinout\//, '')]!), after }];
  });
}

/** Contents of the secrets that the files of Jobs read, recognisable in any output. */
export function secretsOf(jobs: readonly ModelJob[]): Map<string, string> {
  const paths = jobs.flatMap(({ texts }) => texts.flatMap((text) => [...text.matchAll(/!File (\S+?)(?: \]|$)/gm)].map(([, path]) => path!)));
  return new Map(paths.map((path) => [path, `S3CRET of ${path.split('/').at(-2)}\n`]));
}
