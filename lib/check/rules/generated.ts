import { createHash } from 'node:crypto';
import type { Reader } from '../../manifest/reader.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { nodesWhere } from '../../tree/walk.ts';

export const generatedRules: readonly Rule[] = [
  {
    code: 'content-hash-stale',
    severity: 'warning',
    title: 'a Job or pod does not notice that its ConfigMap changed',
    why: 'The pod template itself does not change, so it does not run again. What it applied before stays in force, and the next run applies content that nobody reviewed.',
    symptom: 'authentik does not do what the blueprint in dist says, or an app keeps its old configuration.',
    cause:
      'A Job or pod that pinout wrote carries the hash of its ConfigMap (`pinout/blueprint-sha256`, `pinout/login-sha256`, `pinout/config-sha256`, `pinout/last-config-info-hash`), so that it runs again when that changes. The ConfigMap or the hash was edited by hand or merged wrongly, so they do not match.',
    fix: 'make the change in `apps/`, then run `npm run synth`',
    more: 'Commit the whole folder.',
    source: 'A Job that does not change is not run again: [Flux: Kustomization](https://fluxcd.io/flux/components/kustomize/kustomizations/)',
    *find(repository) {
      const { objects, releases } = repository;
      for (const object of objects.all) {
        if (!object.ours) continue;
        const template = object.kind === 'CronJob' ? object.root.get('spec', 'jobTemplate', 'spec', 'template') : object.root.get('spec', 'template');
        const annotations = template.get('metadata', 'annotations');
        for (const volume of template.items('spec', 'volumes'))
          yield* judge(repository, object.namespace, volume.text('configMap', 'name'), annotations, `${object.kind}/${object.name}`);
      }
      for (const { object, layers } of releases) {
        if (!object.ours) continue;
        for (const layer of layers)
          for (const node of nodesWhere(layer, (_, key) => key === 'persistence'))
            for (const volume of node.items())
              for (const controller of layer.items('controllers'))
                if (volume.text('type') === 'configMap')
                  yield* judge(repository, object.namespace, volume.text('name'), controller.get('pod', 'annotations'), `HelmRelease/${object.name}`);
      }
    },
  },
];

const sha256 = (...texts: readonly string[]): string => texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex');

/** How each of these annotations is made of the data of a ConfigMap. */
const made: Readonly<Record<string, (data: ReadonlyMap<string, string>) => string>> = {
  'pinout/blueprint-sha256': (data) => sha256(...data.values()),
  'pinout/login-sha256': (data) => sha256(JSON.stringify(Object.fromEntries(data))),
  'pinout/config-sha256': (data) => sha256(JSON.stringify(Object.fromEntries(data))),
  'pinout/last-config-info-hash': (data) => `sha256:${sha256(...[...data].flatMap(([key, text]) => (key.endsWith('.yaml') ? [text] : [])))}`,
};

function* judge({ objects }: Repository, namespace: string, name: string | undefined, annotations: Reader, who: string): Generator<Report> {
  const map = name === undefined ? undefined : objects.find('ConfigMap', namespace, name);
  if (map?.ours !== true) return;
  const data = new Map(map.root.entries('data').map(([key, value]) => [key, value.text() ?? '']));
  for (const [annotation, hashOf] of Object.entries(made)) {
    const at = annotations.get(annotation);
    const found = at.text();
    if (found === undefined || found === hashOf(data)) continue;
    yield {
      at,
      message: `the hash in ${who} does not match ConfigMap/${map.name}`,
      expected: hashOf(data),
      received: found,
    };
  }
}
