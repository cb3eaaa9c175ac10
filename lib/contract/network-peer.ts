import { PinoutError, show } from './error.ts';
import type { Place } from './names.ts';

type Labels = Readonly<Record<string, string>>;

/** Who may reach a pod, as `from` of a NetworkPolicy has it: pods by their labels, of the same namespace or of those that are selected, or addresses. */
export type NetworkPeer =
  | { readonly podSelector?: { readonly matchLabels?: Labels }; readonly namespaceSelector?: { readonly matchLabels?: Labels }; readonly ipBlock?: never }
  | { readonly ipBlock: { readonly cidr: string; readonly except?: readonly string[] }; readonly podSelector?: never; readonly namespaceSelector?: never };

const example = "[{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }]";

/**
 * A list of peers. What Kubernetes refuses or reads otherwise than it looks is refused: an empty list would admit everybody.
 *
 * @throws PinoutError `network-peer-invalid`
 */
export function networkPeers(value: unknown, at: Place): readonly NetworkPeer[] {
  const list: readonly unknown[] = Array.isArray(value) ? Array.from(value as readonly unknown[]) : [];
  if (list.length > 0 && list.every(isPeer)) return list;
  throw new PinoutError({
    code: 'network-peer-invalid',
    ...at,
    found: show(value),
    wanted: 'a list of NetworkPolicy peers: podSelector, namespaceSelector or ipBlock',
    fix: `write ${at.field}: ${example}`,
  });
}

const map = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const cidr = (value: unknown): boolean => typeof value === 'string' && /^[0-9A-Fa-f.:]{2,45}\/\d{1,3}$/.test(value);

function isPeer(value: unknown): value is NetworkPeer {
  if (!map(value)) return false;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'ipBlock') {
    const block = value['ipBlock'];
    return map(block) && cidr(block['cidr']) && (block['except'] === undefined || (Array.isArray(block['except']) && block['except'].every(cidr)));
  }
  return keys.length > 0 && keys.every((key) => ['podSelector', 'namespaceSelector'].includes(key) && isSelector(value[key]));
}

function isSelector(value: unknown): boolean {
  if (!map(value) || !Object.keys(value).every((key) => key === 'matchLabels')) return false;
  const labels = value['matchLabels'] ?? {};
  return map(labels) && Object.values(labels).every((one) => typeof one === 'string');
}
