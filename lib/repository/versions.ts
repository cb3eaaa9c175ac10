import type { Container } from '../tree/containers.ts';
import { numbersOf } from '../tree/known.ts';
import type { Objects } from '../tree/objects.ts';
import type { Release } from '../tree/release.ts';
import type { Seen } from '../contract/observed.ts';
import type { TreeDocument } from '../tree/tree.ts';

/** A version that runs, and where the tree says so; without place when the command line said it. */
export interface Running {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly at?: Seen<unknown>;
}

/** Versions of what the rules depend on. */
export interface RunningVersions {
  readonly authentik?: Running;
  readonly kubernetes?: Running;
  readonly flux?: Running;
}

/** Versions as the command line gives them. */
export type GivenVersions = Readonly<Partial<Record<'authentik' | 'kubernetes' | 'flux', string>>>;

/** Reads versions from image tags, charts and configuration; what the command line says outranks them. */
export function versionsOf(
  objects: Objects,
  documents: readonly TreeDocument[],
  releases: readonly Release[],
  containers: readonly Container[],
  given: GivenVersions,
): RunningVersions {
  const running = (text: string | undefined, at?: Seen<unknown>): Running | undefined => {
    const numbers = numbersOf(text);
    return text === undefined || numbers === undefined ? undefined : { text: text.replace(/^v/, ''), numbers, ...(at === undefined ? {} : { at }) };
  };
  const authentik = () => {
    const image = containers.find((container) => /(?:^|\/)goauthentik\/server$/.test(container.image) && numbersOf(container.tag) !== undefined);
    const release = releases.find(({ chart }) => chart === 'authentik');
    const tag = release?.get('global', 'image', 'tag');
    return (
      running(tag?.text(), tag?.seen(undefined)) ?? running(image?.tag, image?.imageAt) ?? running(release?.version?.text(), release?.version?.seen(undefined))
    );
  };
  const kubernetes = () => {
    for (const { root } of documents) {
      const version = root.get('kubernetesVersion');
      const found = running(version.text(), version.seen(undefined));
      if (found !== undefined) return found;
    }
    const apiserver = containers.find(({ image }) => image.endsWith('/kube-apiserver'));
    return running(apiserver?.tag, apiserver?.imageAt);
  };
  const flux = () => {
    const instance = objects.of('FluxInstance')[0]?.root.get('spec', 'distribution', 'version');
    const label = objects.find('Namespace', '', 'flux-system')?.root.get('metadata', 'labels', 'app.kubernetes.io/version');
    return running(instance?.text(), instance?.seen(undefined)) ?? running(label?.text(), label?.seen(undefined));
  };
  const found = {
    authentik: running(given.authentik) ?? authentik(),
    kubernetes: running(given.kubernetes) ?? kubernetes(),
    flux: running(given.flux) ?? flux(),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
