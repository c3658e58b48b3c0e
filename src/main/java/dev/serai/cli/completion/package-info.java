/**
 * Completion of words by the shell: scripts for bash, zsh and fish that know all commands, options
 * and fixed values by themselves. They start no {@code serai}, ask no gateway, and read no file.
 *
 * <p>Knows picocli's model of commands, and no command. Start at {@link
 * dev.serai.cli.completion.Completion}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.completion;
