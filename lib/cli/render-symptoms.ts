import { helpPage } from '../contract/help-page.ts';
import { printableLine } from '../contract/printable.ts';
import type { Match } from '../symptoms/find-symptoms.ts';

/** Messages that a text may be: the first with its causes, and so do others that are about as likely. */
export function renderSymptoms(matches: readonly Match[]): string {
  const [best] = matches;
  const likely = matches.filter(({ score }, index) => index === 0 || score >= best!.score * 0.9);
  return likely
    .map(({ symptom: { text, says, causes, tell, source } }) =>
      [
        printableLine(text),
        `  reported by: ${says}`,
        ...causes.map(({ cause, see }, index) => `  ${index + 1}. ${cause}\n     more: ${helpPage(see.replace(/^.*\//, ''))}`),
        `  to confirm: ${tell}`,
        `  source: ${source}`,
        '',
      ].join('\n'),
    )
    .join('\n');
}
