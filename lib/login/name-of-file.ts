import { posix } from 'node:path';

/** Names that say how an app is installed, and nothing of which app it is. */
const general =
  /^(?:values?|config(?:s|uration)?|helm|chart|app|base|overlays?|env(?:ironment)?s?|prod(?:uction)?|stag(?:e|es|ing)|dev(?:elopment)?|test|files|resources|manifests|templates)$/i;

/** Folders that hold one folder for each environment, whatever that is called. */
const holdsEnvironments = /^(?:overlays|env(?:ironment)?s)$/i;

/** Folders that hold many apps. */
const holdsApps = /^(?:apps|clusters?|kubernetes|k8s|infra(?:structure)?|deploy(?:ments?)?)$/i;

/** What people call the app of a file of settings: the folder that it lies in, above those that every app has; else the file itself. */
export function nameOfFile(file: string): string {
  const folders = posix.dirname(file).split('/');
  const nearest = folders.at(-1)!;
  const own = folders.findLast((folder, at) => !general.test(folder) && !holdsEnvironments.test(folders[at - 1] ?? '')) ?? nearest;
  if (own !== '.' && (own === nearest || !holdsApps.test(own))) return own;
  const stem = posix.basename(file).replace(/\.\w+$/, '');
  return nearest === '.' || !general.test(stem) ? stem : nearest;
}
