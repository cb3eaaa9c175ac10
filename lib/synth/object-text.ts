import { reasons } from '../cluster/reasons.ts';
import { delivery } from '../delivery/engine.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { compact } from '../manifest/compact.ts';
import { type Reason, withReasons } from '../manifest/reason.ts';
import { nodeText, toNode } from '../manifest/yaml-text.ts';

/**
 * The text of an object: what belongs together on one line, and the reason of a surprising value beside it.
 *
 * @param own reasons of the app that the object belongs to, and of the identity provider
 * @throws TypeError for what YAML cannot hold
 */
export function objectText(object: Manifest, own: readonly Reason[] = []): string {
  return nodeText(
    compact(
      withReasons(toNode(object), delivery.valuesOf(object) === undefined ? object.kind : undefined, own.length === 0 ? reasons : [...own, ...reasons], object),
    ),
  );
}
