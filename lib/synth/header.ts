const start = 'Written by pinout from ';
const rest = 'Do not edit: change that, then run: npm run synth';

/** Lines above each YAML file. They say where it comes from, and they are what makes a file ours. */
export function headerLines(source: string, app?: string): string[] {
  return [`${start}${source}${app === undefined || app === 'cluster' || app === 'constructs' ? '' : ` (${app})`}. ${rest}`];
}

/** The same for Markdown. */
export function markdownHeader(source: string): string {
  return `<!-- ${start}${source}. ${rest} -->`;
}

/** Whether a file's text carries the header: only such files are ever replaced or removed. */
export function isOurs(text: string): boolean {
  return text.startsWith(`# ${start}`) || text.startsWith(`<!-- ${start}`);
}

/** The app file that a text was written from; undefined for a text that is not ours. */
export function sourceOf(text: string): string | undefined {
  const end = text.indexOf('\n');
  return /^(?:# |<!-- )Written by pinout from (.+?)(?: \([^()]*\))?\. Do not edit/.exec(end === -1 ? text : text.slice(0, end))?.[1];
}
