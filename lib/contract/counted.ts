/** A number with its word. @example counted(1, 'login') // '1 login' */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
