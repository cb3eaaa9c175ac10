import type { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { PinoutError } from '../contract/error.ts';
import type { Folder, Manifest, Placed } from '../manifest/manifest.ts';
import { cdk8s } from './cdk8s.ts';
import { type FolderOrder, orderOf } from './construct-order.ts';
import { type WrittenObject, writtenObject } from './written-object.ts';

/** All objects after everybody's changes, and the order between folders that these ask for. */
export interface Charted {
  readonly placed: readonly Placed[];
  readonly order: FolderOrder;
}

/**
 * One chart of cdk8s for each folder of a cluster, with an ApiObject for each of our objects.
 *
 * The objects are read from the tree of constructs in one walk: cdk8s itself walks the whole App for every chart that it renders, which makes
 * it quadratic in the number of apps. Names of objects never come from construct ids.
 */
export class FolderCharts {
  readonly #scope: Construct;
  readonly #checked: (folder: unknown) => Folder;
  readonly #charts = new Map<Folder, Chart>();
  readonly #ours = new Map<unknown, WrittenObject>();
  readonly #byName = new Map<string, WrittenObject>();

  /** @param checked refuses a folder that Flux would not apply */
  constructor(scope: Construct, checked: (folder: unknown) => Folder) {
    this.#scope = scope;
    this.#checked = checked;
  }

  /** The chart of a folder; made when it is not there. @throws PinoutError `folder-unknown` */
  chart(folder: unknown): Chart {
    this.#takeIn();
    return this.#chartOf(this.#checked(folder));
  }

  #chartOf(folder: Folder): Chart {
    const { Chart } = cdk8s();
    const chart = this.#charts.get(folder) ?? new Chart(this.#scope, folder.replaceAll('/', '-'), { disableResourceNameHashes: true });
    this.#charts.set(folder, chart);
    return chart;
  }

  /** Charts that somebody made right below the cluster are folders of `platform/`, named after their ids. */
  #takeIn(): void {
    const { Chart } = cdk8s();
    const known = new Set(this.#charts.values());
    for (const child of this.#scope.node.children)
      if (Chart.isChart(child) && !known.has(child)) this.#charts.set(this.#checked(`platform/${child.node.id}`), child);
  }

  /** @param finished what is written of an object beyond the changes of cdk8s */
  put(placed: readonly Placed[], finished?: (placed: Placed) => Placed): void {
    for (const one of placed) {
      const chart = this.#chartOf(one.folder);
      const object = writtenObject(chart, `object-${this.#ours.size}`, one, finished);
      this.#ours.set(object, object);
      this.#byName.set(nameOf(one), object);
    }
  }

  /** The folders that have a chart. @throws PinoutError `folder-unknown` */
  folders(): readonly Folder[] {
    this.#takeIn();
    return [...this.#charts.keys()];
  }

  /** The charts, and those inside them. */
  all(): readonly Chart[] {
    this.#takeIn();
    const { Chart } = cdk8s();
    return [...this.#charts.values()].flatMap((chart) => chart.node.findAll().filter((one): one is Chart => Chart.isChart(one)));
  }

  /**
   * All objects as they are now.
   *
   * @param without the folder that is left out
   * @throws PinoutError `object-nameless`, `construct-broken`, `construct-ineffective`, `folder-unknown`
   */
  read(without?: Folder): Charted {
    this.#takeIn();
    const placed = [...this.#charts].flatMap(([folder, chart]) => {
      refuseInvalid(chart);
      return chart.node.findAll().flatMap((one) => {
        const object = this.#ours.get(one);
        if (object !== undefined) return folder === without ? [] : [changed(object)];
        return cdk8s().ApiObject.isApiObject(one) ? [own(folder, one)] : [];
      });
    });
    return { placed, order: orderOf(this.#charts) };
  }

  /** An object of ours that has a new text, with the changes of the old one. Nothing when somebody took it out of its chart. */
  renewed(placed: Placed): readonly Placed[] {
    const known = this.#byName.get(nameOf(placed));
    if (known === undefined) return [placed];
    known.replace(placed);
    return known.chart.node.tryFindChild(known.node.id) === known ? [changed(known)] : [];
  }
}

const nameOf = ({ folder, object: { apiVersion, kind, metadata } }: Placed): string =>
  JSON.stringify([folder, apiVersion, kind, metadata.namespace, metadata.name]);

function changed(one: WrittenObject): Placed {
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
      wanted: 'an explicit name, not one that is derived from the construct id',
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
    wanted: 'plain data, and patches whose paths exist',
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
        found: `a construct whose validation fails: ${message}`,
        wanted: 'a construct whose validation passes',
        fix: 'correct it in constructs',
      });
}
