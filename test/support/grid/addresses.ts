/** Addresses of the client `shelf`, and of the app that uses it. */
export const issuer = 'https://id.example.net/application/o/shelf/';
export const discovery = `${issuer}.well-known/openid-configuration`;
export const url = 'https://app.example.net';
export const authorize = 'https://id.example.net/application/o/authorize/';
export const token = 'https://id.example.net/application/o/token/';
export const userinfo = 'https://id.example.net/application/o/userinfo/';
