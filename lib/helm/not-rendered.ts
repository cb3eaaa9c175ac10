/** Why a template was not rendered. `isRefused`: Helm itself refuses the chart with these values. */
export class NotRendered extends Error {
  readonly isRefused: boolean;

  constructor(why: string, isRefused = false) {
    super(why);
    this.isRefused = isRefused;
  }
}

/** What Helm answers with an error. */
export const refused = (why: string): NotRendered => new NotRendered(`helm refuses it: ${why}`, true);
