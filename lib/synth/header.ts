const start = 'Written by pinout from ';
const rest = 'Do not edit: change that, then run: npm run synth';

/** Where the objects of a file come from. */
export interface Origin {
  /** Path of the app file with the cluster. */
  readonly source: string;
  /** The one app that they all belong to. */
  readonly app?: string;
  /** Path of the file that defines this app, when it is known. */
  readonly file?: string | undefined;
}

/** Lines above each YAML file. They say where it comes from, and they are what makes a file ours. */
export function headerLines({ source, app, file }: Origin): string[] {
  const own = app === undefined || app === 'cluster' || app === 'constructs' ? '' : ` (${app})`;
  return [`${start}${file === undefined || file === source ? `${source}${own}` : `${file}, which ${source} lists`}. ${rest}`];
}

/** The same for Markdown. */
export function markdownHeader(source: string): string {
  return `<!-- ${start}${source}. ${rest} -->`;
}

/** Whether a file's text carries the header: only such files are ever replaced or removed. */
export function isOurs(text: string): boolean {
  return text.startsWith(`# ${start}`) || text.startsWith(`<!-- ${start}`);
}

/** The app file with the cluster that a text was written from; undefined for a text that is not ours. */
export function sourceOf(text: string): string | undefined {
  const end = text.indexOf('\n');
  const [, source, lists] =
    /^(?:# |<!-- )Written by pinout from (.+?)(?:, which (.+) lists| \([^()]*\))?\. Do not edit/.exec(end === -1 ? text : text.slice(0, end)) ?? [];
  return lists ?? source;
}
