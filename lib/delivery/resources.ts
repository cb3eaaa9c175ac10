import { quantity } from '../contract/option-texts.ts';
import { object } from '../contract/shape.ts';
import type { JsonMap } from '../manifest/manifest.ts';

/** What a container asks for and may take: `requests` and `limits`, as Kubernetes has them. */
// A type, not an interface: it is plain data as values of a chart are.
export type Resources = {
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  readonly limits?: { readonly cpu?: string; readonly memory?: string };
};

const amounts = object<{ readonly cpu?: string; readonly memory?: string }>({ cpu: quantity, memory: quantity });

/** Shape of resources. */
export const resourcesShape = object<Resources>({ requests: amounts, limits: amounts });

/**
 * Requests by which the scheduler finds a node, and a limit of memory alone: a container that exceeds it is restarted and does not take the node down. No limit of
 * CPU, which would slow the app down while the node is idle.
 *
 * @example resources('10m', '64Mi', '512Mi')
 */
export const resources = (cpu: string, memory: string, limit: string): Resources & JsonMap => ({ requests: { cpu, memory }, limits: { memory: limit } });

/** For an app that nothing is known of. */
export const modestResources: Resources & JsonMap = resources('10m', '64Mi', '1Gi');

/** For a container that waits for something and ends. */
export const smallResources: Resources & JsonMap = resources('10m', '32Mi', '256Mi');
