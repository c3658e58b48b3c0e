/**
 * {@code serai claude} as a person sees it: the real command line in a real terminal, a real
 * gateway and a real Keycloak; the tool is a script that calls and complains as Claude Code does.
 * What is on the screen is kept in {@code docs/transcripts}.
 */
package dev.serai.launches;
