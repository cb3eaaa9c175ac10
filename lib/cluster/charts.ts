import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { PinoutError } from '../contract/error.ts';
import type { Folder, Manifest, Placed } from '../manifest/manifest.ts';
import { type FolderOrder, orderOf } from './construct-order.ts';
import { likeBefore } from './like-before.ts';

/** One of our manifests inside a chart: what cdk8s changes of it is written, in our order of keys. What nobody changed is written as it is. */
class PlainObject extends ApiObject {
  readonly placed: Placed;
  /** What cdk8s makes of it before anybody changes it; undefined when it cannot. */
  readonly #before: string | undefined;

  constructor(scope: Construct, id: string, placed: Placed) {
    super(scope, id, placed.object);
    this.placed = placed;
    this.#before = this.#rendered();
  }

  #rendered(): string | undefined {
    try {
      return JSON.stringify(super.toJson());
    } catch {
      // A value that has no JSON form. The writer refuses it, and names it.
      return undefined;
    }
  }

  /** The manifest itself, or a copy with the changes. */
  written(): Placed {
    const unchanged = this.#rendered() === this.#before && (this.#before !== undefined || this.placed.copy !== undefined);
    if (unchanged) return this.placed;
    const object = likeBefore(super.toJson(), this.placed.object) as Manifest;
    if (this.placed.copy !== undefined)
      throw new PinoutError({
        code: 'construct-ineffective',
        app: this.placed.from,
        field: `${this.kind}/${this.name}`,
        found: `changed by constructs, but its text is copied from ${this.placed.copy}`,
        wanted: 'no change: the file is encrypted, and is written as it is',
        fix: 'change the encrypted file with sops, or take the change out of constructs',
      });
    return { ...this.placed, object };
  }
}

/** Adds constructs of cdk8s and cdk8s-plus to the chart of a folder, or changes what pinout put there. */
export type Constructs = (chart: (folder: Folder) => Chart) => void;

/** All objects after the user's constructs, and the order between folders that these ask for. */
export interface Charted {
  readonly placed: readonly Placed[];
  readonly order: FolderOrder;
}

/**
 * Puts all objects into cdk8s charts, one for each folder, lets the user's constructs in, and reads the objects back.
 *
 * Each chart has an App of its own, and the objects are read from the tree of constructs: cdk8s walks the whole App for every chart that it
 * renders, which would make synth quadratic in the number of apps. Names of objects never come from construct ids.
 *
 * @param checked refuses a folder that Flux would not apply
 * @throws PinoutError `object-nameless`, `construct-broken`, `construct-ineffective`, `constructs-async`, and what `checked` refuses
 */
export function throughCharts(placed: readonly Placed[], constructs: Constructs | undefined, checked: (folder: unknown) => Folder): Charted {
  if (constructs === undefined) return { placed, order: new Map() };
  const charts = new Map<Folder, Chart>();
  const chartOf = (folder: Folder): Chart => {
    const chart = charts.get(folder) ?? new Chart(new App(), folder.replaceAll('/', '-'), { disableResourceNameHashes: true });
    charts.set(folder, chart);
    return chart;
  };
  const ours = new Map<IConstruct, PlainObject>();
  placed.forEach((one, index) => {
    const object = new PlainObject(chartOf(one.folder), `object-${index}`, one);
    ours.set(object, object);
  });
  // Typed void, which a function that returns a promise satisfies as well.
  const run: (chart: (folder: Folder) => Chart) => unknown = constructs;
  const result = run((folder) => chartOf(checked(folder)));
  if (typeof (result as { then?: unknown } | undefined)?.then === 'function')
    throw new PinoutError({
      code: 'constructs-async',
      app: 'cluster',
      field: 'constructs',
      found: 'a function that returns a promise',
      wanted: 'a function that has done everything when it returns: what comes later would be lost',
      fix: 'await what you need at the top of the app file, and write constructs: (chart) => { … } without async',
    });
  const all = [...charts].flatMap(([folder, chart]) => {
    refuseInvalid(chart);
    return chart.node.findAll().flatMap((one) => {
      const object = ours.get(one);
      return object !== undefined ? [written(object)] : ApiObject.isApiObject(one) ? [own(folder, one)] : [];
    });
  });
  return { placed: all, order: orderOf(charts) };
}

function written(one: PlainObject): Placed {
  try {
    return one.written();
  } catch (error) {
    throw broken(one, one.placed.from, error);
  }
}

function own(folder: Folder, one: ApiObject): Placed {
  const { metadata } = (one as unknown as { props: { metadata?: { name?: unknown } } }).props;
  if (typeof metadata?.name !== 'string' || metadata.name === '')
    throw new PinoutError({
      code: 'object-nameless',
      app: 'constructs',
      field: `${one.kind} at ${one.node.path}`,
      found: 'an object without metadata.name',
      wanted: 'a name of its own, not one that follows from the construct id',
      fix: "give it metadata: { name: '…' }",
    });
  try {
    return { folder, from: 'constructs', object: one.toJson() as Manifest };
  } catch (error) {
    throw broken(one, 'constructs', error);
  }
}

/** Errors of cdk8s tell of its own paths; this one tells of the object. */
function broken(one: ApiObject, app: string, error: unknown): unknown {
  if (error instanceof PinoutError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new PinoutError({
    code: 'construct-broken',
    app,
    field: `${one.kind}/${one.name}`,
    found: `an object that cdk8s cannot write: ${text.replace(/^Failed serializing construct at path '[^']*' with name '[^']*': /, '').split('\n')[0] ?? ''}`,
    wanted: 'plain data, and patches whose paths are there',
    fix: 'correct the patch or the value in constructs',
  });
}

/** What validations of constructs say, as `cdk8s synth` would. */
function refuseInvalid(chart: Chart): void {
  for (const one of chart.node.findAll())
    for (const message of one.node.validate())
      throw new PinoutError({
        code: 'construct-broken',
        app: 'constructs',
        field: one.node.path,
        found: `a construct that refuses itself: ${message}`,
        wanted: 'a construct whose own validation passes',
        fix: 'correct it in constructs',
      });
}
