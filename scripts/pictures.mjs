// Writes the pictures of README and of the pages: the map of the sample cluster (docs/map-*.svg), and what `pinout check` says of a repository with
// mistakes (docs/terminal.svg).
import { writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

const jiti = createJiti(import.meta.url);
const { samplePictures } = await jiti.import('./sample-pictures.ts');
const { terminalPicture } = await jiti.import('./terminal-picture.ts');
for (const [file, text] of [...samplePictures(), await terminalPicture()]) writeFileSync(file, text);
