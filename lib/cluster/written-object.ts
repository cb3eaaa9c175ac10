import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { textOfNotSecret } from '../compose/not-secret.ts';
import { PinoutError } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import { cdk8s } from './cdk8s.ts';
import { likeBefore } from './like-before.ts';

/** One of our manifests inside a chart of cdk8s. What cdk8s changes of it is written, in our order of keys; what nobody changed is written as it is. */
export interface WrittenObject extends ApiObject {
  readonly placed: Placed;
  /** The manifest itself, or a copy with the changes. */
  readonly written: () => Placed;
  /** Another manifest in its place, of the same name: changes of the old one hold for it too. */
  readonly replace: (placed: Placed) => void;
}

type Class = new (scope: Construct, id: string, placed: Placed, finished: (placed: Placed) => Placed) => WrittenObject;
let made: Class | undefined;

/**
 * Puts a manifest into a chart.
 *
 * @param finished what is written of it beyond the changes of cdk8s: `toJson()` gives that
 */
export function writtenObject(scope: Construct, id: string, placed: Placed, finished: (placed: Placed) => Placed = (one) => one): WrittenObject {
  made ??= written();
  return new made(scope, id, placed, finished);
}

/** Made when it is first needed, because its base class comes from cdk8s. */
function written(): Class {
  return class extends cdk8s().ApiObject implements WrittenObject {
    placed: Placed;
    readonly #finished: (placed: Placed) => Placed;
    /** What cdk8s makes of it before anybody changes it; undefined when it cannot. */
    readonly #before: string | undefined;
    readonly #first: Placed;

    constructor(scope: Construct, id: string, placed: Placed, finished: (placed: Placed) => Placed) {
      super(scope, id, plain(placed.object) as Manifest);
      this.placed = placed;
      this.#first = placed;
      this.#finished = finished;
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

    written(): Placed {
      this.#holds(this.#first);
      const unchanged = this.#rendered() === this.#before && (this.#before !== undefined || this.placed.copy !== undefined);
      if (unchanged) return this.placed;
      if (this.placed.copy !== undefined) throw unchangeable(this.placed);
      this.#holds(this.placed);
      return { ...this.placed, object: likeBefore(super.toJson(), this.placed.object) as Manifest };
    }

    replace(placed: Placed): void {
      this.placed = placed;
    }

    /** cdk8s keeps what it renders in a private field. */
    #holds({ object }: Placed): void {
      Object.assign(this, { props: plain(object) });
    }

    override toJson(): Manifest {
      return this.#finished(this.written()).object;
    }
  };
}

const unchangeable = ({ copy, from, object: { kind, metadata } }: Placed): PinoutError =>
  new PinoutError({
    code: 'construct-ineffective',
    app: from,
    field: `${kind}/${metadata.name}`,
    found: `changed by constructs, but its text is copied from ${copy!}`,
    wanted: 'no change: the file is encrypted and copied as it is',
    fix: 'edit the encrypted file with sops, or remove the change from constructs',
  });

/** The data without the wrapping of `notSecret`, which cdk8s would take for an empty map. */
function plain(value: unknown): unknown {
  const text = textOfNotSecret(value);
  if (text !== undefined) return text;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
