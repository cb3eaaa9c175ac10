import { factsFields, type FactsInput } from '../contract/facts-input.ts';
import { unknownOption } from '../contract/option-error.ts';
import { callback, checkedOptions, list, object, type Shape, text } from '../contract/shape.ts';
import { type App, appOf } from '../integrations/integration.ts';
import type { SecretsChoice } from '../platform/secret-backend.ts';
import type { Constructs } from './charts.ts';
import { checkedApps } from './checked-apps.ts';
import { metadataFields, type MetadataInput } from '../contract/metadata.ts';
import { type PatchInput, patchShape } from './patches.ts';
import { type RenamedInput, renamedShape } from './renamed.ts';
import { type PrerequisiteInput, prerequisiteShape } from './own-prerequisites.ts';

/** A cluster as its owner writes it: its facts and its apps. */
export interface ClusterInput extends FactsInput {
  readonly apps: readonly App<unknown>[];
  /** How secrets come into the cluster; `generatedSecrets()` unless given. */
  readonly secrets?: SecretsChoice;
  /** Slugs of removed apps: authentik deletes what they left behind. May stay here permanently. */
  readonly removed?: readonly string[];
  /** Old names of slugs, client ids and groups. Keep an entry until every cluster has the new name; it may stay permanently. */
  readonly renamed?: RenamedInput;
  /** Objects that you bring and that dist uses, so that `pinout check` knows them; dist/<cluster>/README.md lists them. */
  readonly prerequisites?: readonly PrerequisiteInput[];
  /** Changes of any object that dist holds: annotations, labels, whatever no option says. One that changes nothing is refused. */
  readonly patches?: readonly PatchInput[];
  /** Annotations and labels of all objects of a kind that dist holds: of the way in, Secrets, and releases. An app's own are in its options. */
  readonly metadata?: MetadataInput;
  /** Own constructs of cdk8s or cdk8s-plus, for the chart of any folder. Each object must be given its `metadata.name`. */
  readonly constructs?: Constructs;
}

/** Shapes of what a cluster is made of. */
export const clusterFields = {
  ...factsFields,
  apps: appsShape as Shape<readonly App<unknown>[]>,
  secrets: callback,
  removed: list(text),
  renamed: renamedShape,
  prerequisites: list(prerequisiteShape),
  patches: list(patchShape),
  ...metadataFields,
  constructs: callback,
};

/** What may be in a cluster. */
const clusterShape = object<ClusterInput>(clusterFields);

/** Apps as the functions return them: their options are checked again, because a plain object can look like one. */
function appsShape(value: unknown): readonly App<unknown>[] {
  return checkedApps(value).map((given) => {
    const { name, integration, options } = given;
    const at = { app: typeof name === 'string' && name !== '' ? name : integration.name, field: '' };
    const unknown = Reflect.ownKeys(given).find((key) => !['name', 'integration', 'options'].includes(String(key)));
    if (unknown !== undefined) throw unknownOption(String(unknown), [], at);
    const app = appOf(integration, [options]);
    return typeof name === 'string' ? { ...app, name } : app;
  });
}

/** Reads the cluster's facts and apps by their shape. @throws PinoutError of the shapes */
export function checkedInput(input: ClusterInput): ClusterInput {
  const checked = checkedOptions(clusterShape, input, { app: 'cluster', field: '' });
  return { ...checked, apps: checkedApps(checked.apps) };
}
