/**
 * The command line: {@code serai key}, {@code limit}, {@code budget}, {@code usage}, {@code apply}…
 *
 * <p>A client of the gateway's two ports and nothing else: a jar of its own with picocli and a JSON
 * reader, so it starts in a blink and imports nothing of the server. One class per command; {@link
 * dev.serai.cli.Terminal} owns streams, colour and tables, {@link dev.serai.cli.Api} the wire.
 * Start at {@link dev.serai.cli.Main}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
@org.jspecify.annotations.NullMarked
package dev.serai.cli;
