import { printable } from '../../contract/printable.ts';

/** Text of a repository inside HTML or SVG, also between quotes: it never ends an element, an attribute, a script or a style. */
export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data inside a `<script type="application/json">`: nothing in it can end the element, and JSON reads it back. */
export function jsonForHtml(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Cuts a text for a picture. */
export const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
