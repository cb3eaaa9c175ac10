import { printable, printableLine } from '../../contract/printable.ts';
import type { Change, Weight } from './change.ts';

const titles: Readonly<Record<Weight, string>> = { opens: 'Opens', breaks: 'Breaks', closes: 'Closes', neutral: 'Also changes' };
const meanings: Readonly<Record<Weight, string>> = {
  opens: 'somebody may do more than before',
  breaks: 'logins or sessions fail',
  closes: 'somebody may do less than before',
  neutral: 'neither more nor less access',
};

/** `dist/home/…/x.yaml:12`, with what tells that the line is of the older tree. */
const placeOf = ({ at, side }: Change): string => `${printableLine(at.file)}:${at.line}${side === 'before' ? ' (before)' : ''}`;
const inCluster = ({ cluster }: Change): string => (cluster === undefined ? '' : `${cluster}: `);

/** How many changes there are of each weight. @example countsOf([]) // 'no change of access' */
export function countsOf(changes: readonly Change[]): string {
  if (changes.length === 0) return 'no change of access';
  const of = (weight: Weight): number => changes.filter((one) => one.weight === weight).length;
  return (['opens', 'breaks', 'closes', 'neutral'] as const)
    .flatMap((weight) => (of(weight) === 0 ? [] : [`${of(weight)} ${weight === 'neutral' ? 'neutral' : weight}`]))
    .join(', ');
}

/** Changes as lines for people. */
export function renderText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'no change of access\n';
  const width = 8;
  return changes.map((one) => `${one.weight.padEnd(width)}${printable(inCluster(one) + one.says)}\n${' '.repeat(width)}${placeOf(one)}\n`).join('');
}

/** The mark by which a comment of pinout is found again. */
const commentMark = '<!-- pinout diff -->';
/** GitHub takes 65536 characters. */
const mostCharacters = 60_000;

/** Changes as Markdown, for the comment of a pull request and the summary of a step. */
export function renderMarkdown(changes: readonly Change[]): string {
  const head = `${commentMark}\n## Access\n\n`;
  if (changes.length === 0) return `${head}No change of access.\n`;
  const parts = (['opens', 'breaks', 'closes', 'neutral'] as const).flatMap((weight) => {
    const list = changes.filter((one) => one.weight === weight);
    if (list.length === 0) return [];
    const lines = list.map((one) => `- ${sentence(inCluster(one) + one.says)} <sub>${code(placeOf(one))}</sub>`);
    const title = `**${titles[weight]}** (${list.length}): ${meanings[weight]}`;
    return weight === 'neutral' && changes.length > list.length
      ? [`<details><summary>${titles[weight]} (${list.length})</summary>\n\n${lines.join('\n')}\n\n</details>`]
      : [`${title}\n\n${lines.join('\n')}`];
  });
  const body = parts.join('\n\n');
  if (head.length + body.length <= mostCharacters) return `${head}${body}\n`;
  const kept = body.slice(0, mostCharacters - head.length);
  const end = kept.slice(0, kept.lastIndexOf('\n'));
  const isOpen = end.lastIndexOf('<details>') > end.lastIndexOf('</details>');
  return `${head}${end}\n${isOpen ? '\n</details>\n' : ''}\nThere is more: run \`pinout diff\`.\n`;
}

/** Text of a repository as Markdown: what stands between backticks as code, the rest without any meaning. */
function sentence(text: string): string {
  return printable(text)
    .split(/(`[^`]*`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escapeMarkdown(part)))
    .join('');
}

/** Code whose text cannot end it: as HTML, because no entity counts between backticks. */
const code = (text: string): string => `<code>${escapeMarkdown(text)}</code>`;

/** What Markdown and HTML give a meaning, and names that would call somebody (`@name`), are shown as they are. */
function escapeMarkdown(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replaceAll('www.', 'www&#46;');
}

/** As annotations of GitHub Actions: those of the newer tree beside their line. */
export function renderAnnotations(changes: readonly Change[]): string {
  const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return changes
    .map((one) => {
      const level = one.weight === 'opens' || one.weight === 'breaks' ? 'warning' : 'notice';
      const place =
        one.side === 'after'
          ? ` file=${property(one.at.file)},line=${one.at.line},title=${property(`pinout: ${one.weight}`)}`
          : ` title=${property(`pinout: ${one.weight}`)}`;
      return `::${level}${place}::${data(printable(inCluster(one) + one.says))}\n`;
    })
    .join('');
}

/** As data. */
export function changesAsJson(changes: readonly Change[]): readonly object[] {
  return changes.map(({ at, ...rest }) => ({ ...rest, file: at.file, line: at.line }));
}
