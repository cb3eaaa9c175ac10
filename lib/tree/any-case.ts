import type { Reader } from '../manifest/reader.ts';

/**
 * A field by its name in any case: Go's encoding/json takes it so, and with it whatever reads YAML by sigs.k8s.io/yaml.
 *
 * @example anyCase(config, 'clientID') // also finds `clientId`
 */
export const anyCase = (map: Reader, name: string): Reader => map.get(map.keys().find((key) => key.toLowerCase() === name.toLowerCase()) ?? name);
