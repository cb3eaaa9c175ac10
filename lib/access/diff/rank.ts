/** How much a role may do, by the words that apps use: less than 0 is nothing known. */
export function rankOf(role: string): number {
  return words.findIndex((word) => word.test(role));
}

const words = [/^none$/i, /read|view|guest|limited/i, /user|member|default/i, /edit|write|develop|maintain|operat|manage|upload/i, /admin|owner|root|super/i];
