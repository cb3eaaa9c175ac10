import type { App } from '../integrations/integration.ts';

/** Which file defines which app, found by what each file exports. */
export class AppFiles {
  readonly #found = new Map<string, { readonly app: object; readonly file: string | undefined }>();

  /** Files by the name of the app. An app of one name in two files is left out. */
  get files(): ReadonlyMap<string, string> {
    return new Map([...this.#found].flatMap(([name, { file }]) => (file === undefined ? [] : [[name, file] as const])));
  }

  /** Takes in what a file exports. The first file that exports an app defines it: others pass it on. */
  readonly note = (file: string, exports: Readonly<Record<string, unknown>>): void => {
    for (const app of appsIn(exports)) {
      const other = this.#found.get(app.name);
      if (other === undefined) this.#found.set(app.name, { app, file });
      else if (other.app !== app) this.#found.set(app.name, { app: other.app, file: undefined });
    }
  };
}

/** Apps among the exports of a file, or in lists among them. */
function appsIn(exports: Readonly<Record<string, unknown>>): Pick<App, 'name'>[] {
  const values = Object.values(exports).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return values.filter((value): value is App => {
    const { name, integration, options } = (typeof value === 'object' && value !== null ? value : {}) as Partial<App>;
    return typeof name === 'string' && typeof integration === 'object' && options !== undefined;
  });
}
