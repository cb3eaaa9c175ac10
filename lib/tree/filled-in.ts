import type { Manifests } from './manifests.ts';

/** ConfigMaps and Secrets, as `Kind name`, whose variables Flux fills in elsewhere: they are no settings of an app, but part of what says them. */
export const filledIn = ({ objects }: Pick<Manifests, 'objects'>): ReadonlySet<string> =>
  new Set(
    objects
      .of('Kustomization')
      .flatMap(({ root }) => root.items('spec', 'postBuild', 'substituteFrom').map((one) => `${one.text('kind')} ${one.text('name')}`)),
  );
