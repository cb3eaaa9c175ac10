/** Changes that no rule can find, and why that is right. The table in docs/mutation-score.md says the same. */
export const explained: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^dropped .*\.client_type$/, why: 'authentik takes confidential when nothing is said: the same client' },
  { pattern: /^changed .*entries\.\d+\.attrs\.name$/, why: 'the name of a tile, for people' },
  {
    pattern: /^\w+ .*entries\.\d+\.attrs\.(?:group|meta_icon|meta_description|meta_hide)$/,
    why: 'section, icon, description and visibility of a tile, for people',
  },
  { pattern: /^dropped .*\.meta_launch_url$/, why: 'authentik then opens the host of the first redirect URI: the same page' },
  {
    pattern: /^changed .*identity\/(?:actual|freshrss|miniflux|vaultwarden|homepage)[^ ]* entries\.\d+\.identifiers\.name$/,
    why: 'another group is made and admitted: the app itself names no groups, so both ends still agree',
  },
  {
    pattern: /^\w+ login\/[^ ]* data\.(?:login\.sh|(?:group|alias|policy)-.*)$/,
    why: 'a script or a file of it: the Job itself fails, and its Kustomization shows it',
  },
  { pattern: /identity\/homepage[^ ]* entries\.\d+\.attrs\.expression$/, why: 'the text of an access policy: only people know who should enter' },
];
