/**
 * A name without case, dashes and blanks, in which people write it in many ways.
 *
 * @example plainName('Home Assistant') // 'homeassistant', as of home-assistant
 */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
