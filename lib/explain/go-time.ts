/** A moment as Go prints a time in UTC: `2026-10-02 19:35:14 +0000 UTC`, with the fraction when there is one. */
export function formatGoTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return 'a time out of range';
  const iso = date.toISOString();
  const day = iso.slice(0, iso.indexOf('T')).replace(/^\+00/, '');
  const fraction = String(date.getUTCMilliseconds()).padStart(3, '0').replace(/0+$/, '');
  return `${day} ${iso.slice(iso.indexOf('T') + 1, -5)}${fraction === '' ? '' : `.${fraction}`} +0000 UTC`;
}

/** What a missing expiry is. */
export const goZeroTime = '0001-01-01 00:00:00 +0000 UTC';
