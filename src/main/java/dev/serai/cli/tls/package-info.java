/**
 * TLS as people who run the command line meet it: which authorities are trusted besides the JDK's,
 * and why a connection did not come about, in words. Keeps the HTTP clients that have to be closed
 * before the process ends.
 *
 * <p>Asks nobody and knows no command. Start at {@link dev.serai.cli.tls.Authorities}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.tls;
