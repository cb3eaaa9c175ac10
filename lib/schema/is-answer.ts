import type { Answer } from './answer.ts';

/** Whether what was kept of an earlier run has the form of an answer: a checksum says that a file is whole, not that it has this form. */
export function isAnswer(value: unknown): value is Answer {
  const { findings, documents, notJudged } = fieldsOf(value);
  return areFindings(findings) && typeof documents === 'number' && haveTexts(notJudged, ['file', 'why']);
}

export const areFindings = (value: unknown): boolean => haveTexts(value, ['code', 'severity', 'message']);

const haveTexts = (value: unknown, names: readonly string[]): boolean =>
  Array.isArray(value) && value.every((one) => names.every((name) => typeof fieldsOf(one)[name] === 'string'));

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
