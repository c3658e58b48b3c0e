/**
 * Signing in at Keycloak from a developer's machine: authorization code with PKCE through a
 * browser, or a code typed on another device; refresh, revocation, and where the refresh token is
 * kept between two commands.
 *
 * <p>Owns every secret of a sign-in: nothing here prints, logs or writes one, but for the file that
 * somebody asked for by name. Knows neither the terminal nor commands; {@link
 * dev.serai.cli.signin.Prompts} is how people are spoken to. Start at {@link
 * dev.serai.cli.signin.SignIns}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.signin;
