/** Addresses that Nextcloud sends as redirect URI, by whether its URLs are pretty at that moment. Who only reads needs nothing of what writes. */
export const callbackPaths = ['/apps/user_oidc/code', '/index.php/apps/user_oidc/code'] as const;
