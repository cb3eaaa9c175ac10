/** An input that has to be refused: how it is made, the code, the app and field that the message must name, and words of the fix. */
export interface Invalid {
  readonly make: () => unknown;
  readonly code: string;
  readonly app: string;
  readonly field: string;
  readonly fix: string;
}
