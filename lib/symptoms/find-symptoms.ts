import { distance } from 'fastest-levenshtein';
import type { Symptom } from './symptom.ts';
import { symptoms } from './symptoms.ts';

/** A message that a text may be, with how sure that is: 1 is all of it. */
export interface Match {
  readonly symptom: Symptom;
  readonly score: number;
}

/** Texts are logs that somebody pasted: what stands behind this many words is not looked at. */
const longest = 400;
/** Below this a match is a guess. */
const enough = 0.55;

/** Words of a text, without quotes, times, addresses and whatever else differs from case to case. */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .slice(0, 20_000)
    .replace(/\u001b\[[0-9;]*m/g, ' ')
    .replace(/\\[nrt"]/g, ' ')
    .toLowerCase()
    .replaceAll('’', "'");
  return (plain.match(/[a-z0-9_']+/g) ?? [])
    .map((word) => word.slice(0, 100).replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '' && !/^(?:\d+(?:ms|s|m|h|z)?|\d{4,}\w*|[0-9a-f]{8,}|l\d+|e\d+)$/.test(word))
    .slice(0, longest);
}

const known = symptoms.map((symptom) => ({ symptom, words: wordsOf(symptom.text.replaceAll('…', ' ')) }));
const frequency = new Map<string, number>();
for (const { words } of known) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);

/** A word that is in few messages says more than one that is in many. */
const weight = (word: string): number => Math.log(1 + known.length / (frequency.get(word) ?? 1));

/** The messages that a text may be, the likeliest first. It may be a whole line of a log, a part of a message, or one with typos. */
export function findSymptoms(text: string, most = 3): readonly Match[] {
  const asked = wordsOf(text).map(corrected);
  const knownWords = asked.filter((word) => frequency.has(word));
  if (knownWords.length === 0) return [];
  const toldWeight = sum(knownWords);
  // Who asks for one word means a message that is hardly more than that.
  const foreign = asked.length - knownWords.length;
  return known
    .map(({ symptom, words }) => {
      const shared = longestCommon(words, knownWords);
      const ofMessage = shared / sum(words);
      const ofText = shared / toldWeight;
      // One word says which message it is only when hardly another one has it.
      const isRare = asked.length === 1 && asked[0]!.length >= 8 && (frequency.get(asked[0]!) ?? 0) <= 2;
      const isShort = knownWords.length < 2 && words.length > 3 && !isRare;
      // A part of a message is as good as a message inside a long line; of two equal ones that with more words is meant.
      const best = isShort ? ofMessage : Math.max(ofMessage, foreign > knownWords.length * 2 ? ofMessage : ofText * 0.95);
      return { symptom, score: best, shared, other: Math.min(ofMessage, ofText) };
    })
    .filter(({ score, shared }) => score >= enough && shared >= 2)
    .sort((a, b) => b.score * (1 + b.other) + b.shared / 100 - (a.score * (1 + a.other) + a.shared / 100))
    .slice(0, most)
    .map(({ symptom, score }) => ({ symptom, score }));
}

const sum = (words: readonly string[]): number => words.reduce((all, word) => all + weight(word), 0);

/** A word with a typo becomes the one that was meant. */
function corrected(word: string): string {
  if (frequency.has(word) || word.length < 5) return word;
  const allowed = word.length > 8 ? 2 : 1;
  for (const candidate of frequency.keys()) if (Math.abs(candidate.length - word.length) <= allowed && distance(candidate, word) <= allowed) return candidate;
  return word;
}

/** Weight of the longest common sequence of words. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const row = [0];
    for (let at = 1; at <= b.length; at++) row.push(word === b[at - 1] ? above[at - 1]! + weight(word) : Math.max(above[at]!, row[at - 1]!));
    above = row;
  }
  return above[b.length]!;
}
