import * as cdk8s from '../../lib/cdk8s.ts';
import * as check from '../../lib/check.ts';
import * as explain from '../../lib/explain.ts';
import * as idp from '../../lib/idp.ts';
import * as index from '../../lib/index.ts';
import * as integration from '../../lib/integration.ts';
import * as validate from '../../lib/validate.ts';
import { declarationOf } from './function-examples.ts';

/** The entries of the package, with what they export. */
export const entries: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { index, integration, idp, check, validate, explain, cdk8s };

/** Each function of the public entries, once: where it is declared, and by which entries it is offered. */
const functions = new Map<string, { readonly name: string; readonly file: string; readonly own: string; readonly from: string[] }>();
for (const [entry, exported] of Object.entries(entries))
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value !== 'function') continue;
    const { file, name: own } = declarationOf(`lib/${entry}.ts`, name) ?? { file: `lib/${entry}.ts`, name };
    const known = functions.get(`${file} ${own}`);
    if (known === undefined) functions.set(`${file} ${own}`, { name, file, own, from: [entry] });
    else known.from.push(entry);
  }
export const publicFunctions = [...functions.values()];
