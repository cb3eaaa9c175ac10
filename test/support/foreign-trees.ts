import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from './tree-said.ts';

/** Small trees in the words of other people, and what is said of them. */
export type Files = Readonly<Record<string, string>>;
export const said = (files: Files, code: string): string[] => codesSaid(files).filter((line) => line.endsWith(` ${code}`));
export const rows = (files: Files) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text })))
    .logins()
    .map(({ app, client, read }) => [app, client, read].filter((one) => one !== undefined).join(' '));
export const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = ', namespace: web'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${namespace} }\n${rest}\n`;
export const pod = (name: string, env: readonly string[], namespace?: string): string =>
  object(
    'apps/v1',
    'Deployment',
    name,
    `spec: { selector: { matchLabels: { a: ${name} } }, template: { metadata: { labels: { a: ${name} } }, spec: { containers: [{ name: app, image: "example.net/${name}:1", env: [${env.join(', ')}] }] } } }`,
    namespace,
  );
export const variable = (name: string, value: string): string => `{ name: ${name}, value: "${value}" }`;
export const fromSecret = (name: string, secret: string, key: string): string =>
  `{ name: ${name}, valueFrom: { secretKeyRef: { name: ${secret}, key: ${key} } } }`;
