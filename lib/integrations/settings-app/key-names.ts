/** The usual keys of client id and secret, as programs spell them. */
export const camelCase = { clientId: ['clientId'], secret: ['clientSecret'] } as const;
export const snakeCase = { clientId: ['client_id'], secret: ['client_secret'] } as const;
export const goCase = { clientId: ['clientID'], secret: ['clientSecret'] } as const;
