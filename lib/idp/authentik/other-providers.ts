/** Models of providers that pinout reads no login of, and what people call them (authentik/providers, enterprise/providers). */
export const otherProviders: Readonly<Record<string, string>> = {
  'authentik_providers_saml.samlprovider': 'SAML',
  'authentik_providers_ldap.ldapprovider': 'LDAP',
  'authentik_providers_radius.radiusprovider': 'RADIUS',
  'authentik_providers_rac.racprovider': 'remote access (RAC)',
  'authentik_providers_ws_federation.wsfederationprovider': 'WS-Federation',
  'authentik_providers_scim.scimprovider': 'SCIM',
  'authentik_providers_ssf.ssfprovider': 'shared signals (SSF)',
  'authentik_providers_google_workspace.googleworkspaceprovider': 'Google Workspace',
  'authentik_providers_microsoft_entra.microsoftentraprovider': 'Microsoft Entra ID',
};
