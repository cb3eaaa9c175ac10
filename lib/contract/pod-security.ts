/** The Pod Security Standards, strictest last. */
export const podSecurityLevels = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof podSecurityLevels)[number];

/** The strictest level that all of these hold; undefined when one of them is not known. */
export function commonLevel(levels: readonly (PodSecurityLevel | undefined)[]): PodSecurityLevel | undefined {
  const known = levels.map((level) => (level === undefined ? -1 : podSecurityLevels.indexOf(level)));
  return levels.length === 0 ? undefined : podSecurityLevels[Math.min(...known)];
}

const map = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What no pod of the level `baseline` may have, by the name of its field, which charts keep. */
const beyond: Readonly<Record<string, (value: unknown) => boolean>> = {
  hostNetwork: (value) => value !== false,
  hostPID: (value) => value !== false,
  hostIPC: (value) => value !== false,
  hostPort: () => true,
  hostPath: () => true,
  privileged: (value) => value !== false,
  hostProcess: (value) => value !== false,
  procMount: () => true,
  sysctls: () => true,
  seLinuxOptions: () => true,
  appArmorProfile: () => true,
  add: (value) => Array.isArray(value) && value.length > 0,
  // Whole objects in the values of a chart: they may be pods.
  rawResources: () => true,
  type: (value) => value === 'hostPath' || value === 'Unconfined',
};

/**
 * Whether values of a chart ask for nothing that the level `baseline` refuses. Cautious: a field of such a name anywhere counts.
 *
 * @example withinBaseline({ controllers: { a: { pod: { hostNetwork: true } } } }) // false
 */
export function withinBaseline(values: unknown): boolean {
  if (Array.isArray(values)) return values.every(withinBaseline);
  if (!map(values)) return true;
  return Object.entries(values).every(([key, value]) => !(Object.hasOwn(beyond, key) && beyond[key]!(value)) && withinBaseline(value));
}
