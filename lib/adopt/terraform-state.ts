import { objectOf } from '../contract/object-of.ts';
import { PinoutError } from '../contract/error.ts';
import type { StateResource } from '../idp/identity-provider.ts';

/** Resources of a state in JSON, of all its modules. Undefined for another text. @throws PinoutError `state-invalid` */
export function stateResources(file: string, content: string): StateResource[] | undefined {
  if (!content.trimStart().startsWith('{')) return undefined;
  const refuse = (found: string, fix: string): PinoutError =>
    new PinoutError({ code: 'state-invalid', app: 'adopt', field: file, found, wanted: 'the output of terraform show -json for a state', fix });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw refuse('text that is not valid JSON', 'print it again: terraform show -json > state.json, with nothing else in the file');
  }
  const root = objectOf(value);
  if (root['planned_values'] !== undefined || root['resource_changes'] !== undefined)
    throw refuse('a plan', 'print the state instead: terraform show -json > state.json, without a file');
  if (root['terraform_version'] === undefined && root['format_version'] === undefined) return undefined;
  const version = plainText(root['format_version']);
  if (version === undefined)
    throw refuse("Terraform's own state file", 'print it with terraform show -json > state.json: that format is stable, the state file is not');
  if (!/^[01]\./.test(version)) throw refuse(`format_version ${version}`, 'print it with a Terraform 1.x or OpenTofu 1.x');
  const found: StateResource[] = [];
  const queue = [objectOf(objectOf(root['values'])['root_module'])];
  for (const module of queue) {
    for (const one of listOf(module['resources'])) {
      const { mode, type, values } = objectOf(one);
      if ((mode === 'managed' || mode === 'data') && typeof type === 'string') found.push({ mode, type, values: objectOf(values) });
    }
    queue.push(...listOf(module['child_modules']).map(objectOf));
  }
  return found;
}

const plainText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
