import { buildAssets, findAssets, howToGetAssets } from './assets.ts';

/** Before the suite: the binaries are there, or it ends with how to get them. */
export default function setup(): void {
  if ((findAssets() ?? buildAssets()) === undefined) throw new Error(howToGetAssets);
}
