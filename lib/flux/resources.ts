import { PinoutError, show } from '../contract/error.ts';
import type { Place } from '../contract/names.ts';
import { object, text } from '../contract/shape.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/** What a container asks for and may take: `requests` and `limits`, as Kubernetes has them. */
export interface Resources {
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
}

const amounts = object<{ readonly cpu?: string; readonly memory?: string }>({ cpu: text, memory: text });

/** Shape of resources. */
export const resourcesShape = object<Resources>({ requests: amounts, limits: amounts });

/**
 * Requests by which the scheduler finds a node, and a limit of memory alone: whoever exceeds it starts again instead of taking the node along. No limit of
 * CPU, which would slow the app down while the node is idle.
 *
 * @example resources('10m', '64Mi', '512Mi')
 */
export const resources = (cpu: string, memory: string, limit: string): JsonMap => ({ requests: { cpu, memory }, limits: { memory: limit } });

/** For an app that nothing is known of. */
export const modestResources: JsonMap = resources('10m', '64Mi', '1Gi');

/** For a container that waits for something and ends. */
export const smallResources: JsonMap = resources('10m', '32Mi', '256Mi');

const quantity = /^\d+(?:\.\d+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

/** Resources as they were given, or nothing. @throws PinoutError `resources-invalid` */
export function checkedResources(given: unknown, at: Place): { readonly resources?: JsonMap } {
  if (given === undefined) return {};
  const map = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
  const amounts = (value: unknown) => map(value) && Object.values(value).every((one) => typeof one === 'string' && quantity.test(one));
  if (map(given) && Object.entries(given).every(([key, value]) => ['requests', 'limits'].includes(key) && amounts(value)))
    return { resources: given as JsonMap };
  throw new PinoutError({
    code: 'resources-invalid',
    ...at,
    found: show(given),
    wanted: 'requests and limits, with amounts as text',
    fix: `write ${at.field}: { requests: { memory: '64Mi' }, limits: { memory: '512Mi' } }`,
  });
}
