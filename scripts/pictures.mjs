// Writes docs/map-light.svg and docs/map-dark.svg: the map of the sample cluster, as README and the pages show it.
import { writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { samplePictures } = await jiti.import('./sample-pictures.ts');
for (const [file, text] of samplePictures()) writeFileSync(file, text);
