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
    pattern: /^changed .*identity\/(?:actual|freshrss|miniflux|vaultwarden|homepage|whoami)[^ ]* entries\.\d+\.identifiers\.name$/,
    why: 'another group is made and admitted: the app itself names no groups, so both ends still agree',
  },
  {
    pattern: /^\w+ login\/[^ ]* data\.(?:login\.sh|(?:group|alias|policy)-.*)$/,
    why: 'a script or a file of it: the Job itself fails, and its Kustomization shows it',
  },
  {
    pattern: /^\w+ identity\/[^ ]* entries\.\d+\.state$/,
    why: 'authentik refuses a state that it does not know, and the Job shows it; without one it takes `present`, which leaves an object that is there as it is (tried)',
  },
  {
    pattern: /^changed identity\/[^ ]* entries\.\d+\.identifiers\.name$/,
    why: 'another name of a group, policy or mapping at every place of the file, or a lookup that finds nothing: the Job shows it',
  },
  {
    pattern: /^\w+ identity\/[^ ]* entries\.\d+\.attrs\.(?:provider\.\d+|property_mappings\.\d+\.\d+\.\d+)$/,
    why: 'a lookup that finds nothing: authentik refuses the file, and the Job shows it',
  },
  { pattern: /^dropped apps\/[^ ]* spec\.chart\.spec\.chart$/, why: 'a required field: validate finds it' },
  {
    pattern: /^\w+ identity\/[^ ]* entries\.\d+\.attrs\.expression(?:\.\d+)*$/,
    why: 'guards and the marker of a run: the Job fails, and its log says why; who may enter is for people to judge',
  },
  {
    pattern: /^\w+ identity\/(?:homepage|whoami)[^ ]* entries\.\d+\.attrs\.provider\./,
    why: 'a lookup that then makes no key: authentik refuses the file, and the Job shows it',
  },
  { pattern: /\.attrs\.skip_path_regex$/, why: 'which paths are open to everyone: only people know' },
  {
    pattern: /^changed identity\/(?:homepage|whoami)[^ ]* entries\.\d+\.identifiers\.slug$/,
    why: 'the slug of an application behind forward-auth is no part of the login: the outpost goes by the host',
  },
  {
    pattern: /^changed identity\/freshrss[^ ]* entries\.\d+\.attrs\.redirect_uris\.[01]\.url$/,
    why: 'Apache sends one of the two, by whether the proxy names its port: the other one still stands',
  },
  { pattern: /^\w+ apps\/freshrss\/[^ ]* .*\.env\.10\.(?:name|value)$/, why: 'FRESHRSS_INSTALL, which FreshRSS reads at its very first start alone' },
  {
    pattern: /^changed identity\/nextcloud[^ ]* entries\.\d+\.attrs\.redirect_uris\.2\.url$/,
    why: 'where authentik returns to after sign-out: the app does not name it',
  },
  {
    pattern: /^\w+ apps\/nextcloud\/[^ ]* spec\.values\.nextcloud\.(?:hooks\.before-starting|extraEnv\.[78]\.value)$/,
    why: 'a script or an expression that is not one of ours: what it means cannot be told, and it is not read as a login',
  },
];
