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
function wordsOf(text: string): readonly string[] {
  const plain = text
    .slice(0, 20_000)
    .replace(/\u001b\[[0-9;]*m/g, ' ')
    .replace(/\\[nrt"]/g, ' ')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('redirect uri', 'redirect_uri');
  return (plain.match(/[a-z0-9_']+/g) ?? [])
    .map((word) => word.slice(0, 100).replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '' && !/^(?:\d+(?:ms|s|m|h|z)?|\d{4,}\w*|[0-9a-f]{8,}|l\d+|e\d+)$/.test(word))
    .slice(0, longest);
}

const frequency = new Map<string, number>();
const texts = symptoms.map((symptom) => ({ symptom, words: wordsOf(symptom.text.replaceAll('…', ' ')) }));
for (const { words } of texts) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);

/** What a word counts that is in no message. */
const foreignWeight = 1.5;

/** A word that is in few messages says more than one that is in many. */
const weight = (word: string): number => Math.log(1 + symptoms.length / (frequency.get(word) ?? 1));

const sum = (words: readonly string[]): number => words.reduce((all, word) => all + weight(word), 0);
const known = texts.map((one) => ({ ...one, whole: sum(one.words) }));

/** The messages that a text may be, the likeliest first. It may be a whole line of a log, a part of a message, or one with typos. */
export function findSymptoms(text: string, most = 3): readonly Match[] {
  const asked = wordsOf(text).map(corrected);
  const knownWords = asked.filter((word) => frequency.has(word));
  if (knownWords.length === 0) return [];
  // A word that is in no message belongs to another text; hosts and paths are in all of them.
  const meant = new Map(wordsOf(text).map((word, index) => [word, asked[index]!]));
  const plain = wordsOf(withoutNames(text)).map((word) => meant.get(word) ?? word);
  const plainWords = plain.filter((word) => frequency.has(word));
  const told = plainWords.length === 0 || plainWords.length === knownWords.length ? knownWords : plainWords;
  const asking = new Set(knownWords);
  const toldWeight = sum(told);
  const strange = plain.filter((word) => !frequency.has(word)).length;
  const alone = plain.length === 1 ? plain[0]! : '';
  const askedWeight = toldWeight + strange * foreignWeight;
  // Who asks for one word means a message that is hardly more than that.
  const foreign = asked.length - knownWords.length;
  // Of messages that have one word in common, the order of the page says which is likelier.
  const rankOf = ({ score, other, shared }: { score: number; other: number; shared: number }) => score * (1 + (alone === '' ? other : 0)) + shared / 100;
  return known
    .map(({ symptom, words, whole }) => {
      const common = words.filter((word) => asking.has(word));
      if (common.length === 0) return { symptom, score: 0, shared: 0, other: 0 };
      const shared = longestCommon(common, knownWords);
      const ofMessage = shared / whole;
      const ofText = (told === knownWords ? shared : longestCommon(common, told)) / (foreign > knownWords.length * 2 ? toldWeight : askedWeight);
      // One word says which message it is only when hardly another one has it.
      const isRare = alone.length >= 8 && (frequency.get(alone) ?? 4) <= 3;
      const isShort = knownWords.length < 2 && words.length > 3 && !isRare;
      // Of a message of two or three words a part is no more than common words.
      const isPart = words.length > 3 || ofMessage > 0.8;
      // A part of a message is as good as a message inside a long line; of two equal ones that with more words is meant.
      const best = isShort ? ofMessage : Math.max(isPart ? ofMessage : 0, foreign > knownWords.length * 2 ? ofMessage : ofText * 0.95);
      return { symptom, score: best, shared, other: Math.min(ofMessage, ofText) };
    })
    .filter(({ score, shared }) => score >= enough && shared >= 2)
    .sort((a, b) => rankOf(b) - rankOf(a))
    .slice(0, most)
    .map(({ symptom, score }) => ({ symptom, score }));
}

/** Without hosts, paths and settings: they differ from case to case. */
const withoutNames = (text: string): string =>
  text
    .slice(0, 20_000)
    .split(/\s+/)
    .filter((word) => !/[^.][./@=]./.test(word))
    .join(' ');

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
