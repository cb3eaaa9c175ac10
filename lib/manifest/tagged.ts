/** A value with a tag that is none of YAML's own, such as authentik's `!Find`. */
export class Tagged {
  readonly tag: string;
  readonly value: unknown;

  constructor(tag: string, value: unknown) {
    this.tag = tag;
    this.value = value;
  }
}
